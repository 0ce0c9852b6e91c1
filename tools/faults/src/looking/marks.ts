import { once } from 'node:events';
import { SERVICE_NAMES, type ServiceName } from '@concordat/contracts-protocol';
import { Client } from 'pg';
import type { HistoryLine } from '../history/lines.js';
import { query, type Databases } from './database.js';

/** Tables that consumers write because of events alone, and whether requests change their rows too. */
const WRITTEN_BY_EVENTS: Readonly<Record<ServiceName, readonly { table: string; also: boolean }[]>> = {
  'partnership-registry': [],
  'jag-cases': [{ table: 'directory_service', also: false }, { table: 'agency_projection', also: false }],
  referrals: [{ table: 'directory_service', also: false }, { table: 'agency_projection', also: false }, { table: 'case', also: true }],
  indicators: [{ table: 'agency_projection', also: false }, { table: 'action_fact', also: false }, { table: 'referral_fact', also: false }],
  notifications: [{ table: 'agency_projection', also: false }, { table: 'notice', also: true }],
};

/** Where a database tells, at the commit, that its service has had an event. */
const HEARD = 'faults_heard';

const TABLE = `
  create schema if not exists faults;
  create table if not exists faults.mark (n bigserial primary key, transaction xid8 not null default pg_current_xact_id(), what text not null, a text not null, b text not null default '', version integer);
  create or replace function faults.heard() returns trigger language plpgsql security definer as
    $$ begin insert into faults.mark (what, a) values ('heard', new.event_id::text); perform pg_notify('${HEARD}', ''); return null; end $$;
  create or replace function faults.applied() returns trigger language plpgsql security definer as
    $$ begin insert into faults.mark (what, a, b, version) values ('applied', new.type, new.aggregate_id::text, new.version); return null; end $$;
  create or replace function faults.effect() returns trigger language plpgsql security definer as
    $$ begin insert into faults.mark (what, a, b) values ('effect', tg_table_name, new.id::text); return null; end $$;
  create or replace trigger faults after insert on inbox for each row execute function faults.heard();
  create or replace trigger faults after insert or update on applied_version for each row execute function faults.applied();`;

/** What was applied before: a state that is told once more, with the version that it had, is applied already. */
const BEFORE = `insert into faults.mark (what, a, b, version) select 'applied', type, aggregate_id::text, version from applied_version;`;

/** Has the databases note, in the transactions themselves, what consumers do and in which order. */
export async function keepMarks(databases: Databases): Promise<void> {
  for (const service of SERVICE_NAMES) {
    const watched = WRITTEN_BY_EVENTS[service].map(({ table, also }) => `create or replace trigger faults after ${also ? 'insert' : 'insert or update'} on "${table}" for each row execute function faults.effect();`);
    await query(databases(service), [TABLE, ...watched, 'truncate faults.mark;', BEFORE].join('\n'));
  }
}

interface Mark {
  what: 'applied' | 'effect';
  a: string;
  b: string;
  version: number | null;
  heard: boolean;
}

/** What was noted since {@link keepMarks}. */
export async function readMarks(databases: Databases): Promise<HistoryLine[]> {
  const lines: HistoryLine[] = [];
  for (const consumer of SERVICE_NAMES) {
    const marks = await query<Mark>(
      databases(consumer),
      `select what, a, b, version, exists (select from faults.mark h where h.what = 'heard' and h.transaction = m.transaction) as heard
         from faults.mark m where what in ('applied', 'effect') order by n`,
    );
    for (const { what, a, b, version, heard } of marks) {
      if (what === 'effect') lines.push({ kind: 'effect', consumer, table: a, id: b, heard });
      else if (version !== null) lines.push({ kind: 'applied', consumer, type: a, aggregate: b, version });
    }
  }
  return lines;
}

/** What a service's database tells at a commit: that an event was had, or that one was written. */
const COMMITS = { heard: HEARD, wrote: 'outbox' } as const;

/** Resolves as soon as a transaction of that kind commits; false when none did in so many milliseconds. */
export async function untilCommit(url: string, kind: keyof typeof COMMITS, within: number): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const told = once(client, 'notification', { signal: AbortSignal.timeout(within) }).then(() => true, () => false);
    await client.query(`listen ${COMMITS[kind]}`);
    return await told;
  } finally {
    await client.end();
  }
}
