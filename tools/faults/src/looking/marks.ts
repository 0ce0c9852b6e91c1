import { once } from 'node:events';
import { SERVICE_NAMES, type ServiceName } from '@concordat/contracts-protocol';
import { Client } from 'pg';
import type { HistoryLine } from '../history/lines.js';
import { query, type Databases } from './database.js';

/** What of a table's rows consumers write because of events alone; requests write the rest. */
type Written = Readonly<Record<string, 'insert' | 'update' | 'insert or update'>>;

const BOTH = 'insert or update';
const OF_REGISTRY: Written = { agency_projection: BOTH, membership_projection: BOTH };
const WRITTEN_BY_EVENTS: Readonly<Record<ServiceName, Written>> = {
  'partnership-registry': {},
  'jag-cases': { ...OF_REGISTRY, directory_service: BOTH, agreement_projection: BOTH, forum: BOTH, case_referral: 'update' },
  referrals: { ...OF_REGISTRY, directory_service: BOTH, agreement_projection: BOTH, case: 'insert' },
  indicators: { ...OF_REGISTRY, case_fact: BOTH, action_fact: BOTH, referral_fact: BOTH },
  notifications: { ...OF_REGISTRY, notice: 'insert' },
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
    $$ begin insert into faults.mark (what, a, b, version) values ('effect', tg_table_name, new.id::text, (to_jsonb(new) ->> 'version')::integer); return null; end $$;
  create or replace trigger faults after insert on inbox for each row execute function faults.heard();
  create or replace trigger faults after insert or update on applied_version for each row execute function faults.applied();`;

/** What was applied before: a state that is told once more, with the version that it had, is applied already. */
const BEFORE = `insert into faults.mark (what, a, b, version) select 'applied', type, aggregate_id::text, version from applied_version;`;

/** Has the databases note, in the transactions themselves, what consumers do and in which order. */
export async function keepMarks(databases: Databases): Promise<void> {
  for (const service of SERVICE_NAMES) {
    const watched = Object.entries(WRITTEN_BY_EVENTS[service]).map(([table, on]) => `create or replace trigger faults after ${on} on "${table}" for each row execute function faults.effect();`);
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
      if (what === 'effect') lines.push({ kind: 'effect', consumer, table: a, id: b, heard, version });
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
