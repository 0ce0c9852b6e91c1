import { setTimeout as pause } from 'node:timers/promises';
import { queueRoutes, SERVICE_NAMES, type ServiceName } from '@concordat/contracts-protocol';
import { DRAINED_WITHIN } from '../checking/recovery-rules.js';
import type { Caller } from '../commands/caller.js';
import type { HistoryLine } from '../history/lines.js';
import { auditOf, type AuditProofs } from './audit.js';
import { query, type Databases } from './database.js';
import { readMarks } from './marks.js';
import { letters, whoWasTold } from './notices.js';
import { PROJECTIONS, type Projection } from './projections.js';

/** Tables whose rows commands make and change, and nothing else; with a column that shows what they wrote, unless it is sealed. */
const COMMANDED: readonly { service: ServiceName; table: string; id: string; says: string }[] = [
  { service: 'partnership-registry', table: 'directory_service', id: 'id', says: 'name' },
  { service: 'partnership-registry', table: 'agency_place', id: 'agency_id', says: 'name' },
  { service: 'jag-cases', table: 'action', id: 'id', says: 'state' },
  { service: 'referrals', table: 'case', id: 'id', says: 'state' },
  { service: 'referrals', table: 'contact', id: 'id', says: 'means' },
  { service: 'notifications', table: 'preference', id: 'user_id', says: 'mail' },
];

export async function rows(databases: Databases, when: 'before' | 'after'): Promise<HistoryLine[]> {
  const found = COMMANDED.map(async ({ service, table, id, says }) => {
    const those = await query<{ id: string; version: number; says: string | null }>(databases(service), `select ${id}::text as id, version, ${says}::text as says from "${table}" order by 1`);
    return those.map((row): HistoryLine => ({ kind: 'row', when, table: `${service} ${table}`, ...row }));
  });
  return (await Promise.all(found)).flat();
}

/** Tells again and again that the registry is there, so that one of them is always on its way. */
const HEARTBEAT = 'registry.alive';

/** How much is still to be taken. Events that failed for good are not, they wait for a person; those that a person sent again are. */
async function waiting(databases: Databases): Promise<number> {
  const counts = SERVICE_NAMES.map(async (service) => {
    const [row] = await query<{ n: number }>(
      databases(service),
      `select (select count(*) from outbox_delivery d join outbox o on o.id = d.event_id where d.acked_at is null and o.type <> $1)::int
            + (select count(*) from dead_letter where settled_at is null and sent_again_at > failed_at)::int as n`,
      [HEARTBEAT],
    );
    return row?.n ?? 0;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** How much longer than allowed is waited, so that a history says how late, or that it never was. */
const LATE = 2;

/** Waits until everything is taken, and everything that was written because of it. @returns when it was; null when it never was in the time that there is */
export async function untilDrained(databases: Databases, within = DRAINED_WITHIN * LATE): Promise<number | null> {
  const since = Date.now();
  while (Date.now() - since < within) {
    if ((await waiting(databases).catch(() => 1)) === 0) return Date.now();
    await pause(250);
  }
  return null;
}

/** What databases and queues hold after the last message, for the checker: what became of messages, and not of single commands. */
export async function lookAround(databases: Databases, administrator: Caller, since: Date, proof: AuditProofs): Promise<HistoryLine[]> {
  const [messages, marks, told, owed, projections, schedules, dead, audit] = await Promise.all([
    exchanged(databases, since), readMarks(databases), whoWasTold(databases, since), letters(databases, since),
    Promise.all(PROJECTIONS.map((projection) => compare(databases, projection))), schedulesOf(administrator), deadLetters(databases), auditOf(databases, since, proof),
  ]);
  return [...messages, ...marks, ...told, ...owed, ...projections.flat(), ...schedules, ...dead, ...audit];
}

const pair = (event: string, consumer: string): string => `${event} ${consumer}`;

/** Inboxes are read first: what one of them has was written before, also while the registry goes on telling that it is there. */
async function exchanged(databases: Databases, since: Date): Promise<HistoryLine[]> {
  const inboxes = await Promise.all(SERVICE_NAMES.map(async (consumer) => {
    const had = await query<{ event: string }>(databases(consumer), 'select event_id::text as event from inbox where received_at >= $1', [since]);
    return had.map(({ event }) => ({ event, consumer }));
  }));
  const heard = inboxes.flat();
  const had = new Set(heard.map(({ event, consumer }) => pair(event, consumer)));
  const written = new Set<string>();
  const lines: HistoryLine[] = [];
  for (const service of SERVICE_NAMES) {
    const events = await query<{ event: string; type: string; consumer: string; aggregate: string; version: number | null; about: string | null; here: boolean }>(
      databases(service),
      `select o.id::text as event, o.type, d.consumer, o.aggregate_id::text as aggregate, o.version, case when jsonb_typeof(o.payload -> 'userIds') = 'array' then o.payload ->> 'kind' end as about, o.created_at >= $1 as here
         from outbox o join outbox_delivery d on d.event_id = o.id where d.consumer <> 'work' order by o.id, d.consumer`,
      [since],
    );
    for (const { here, ...event } of events) {
      const known = pair(event.event, event.consumer);
      written.add(known);
      if (here && (event.type !== HEARTBEAT || had.has(known))) lines.push({ kind: 'sent', ...event });
    }
  }
  const sent = new Set(lines.flatMap((line) => (line.kind === 'sent' ? [pair(line.event, line.consumer)] : [])));
  for (const { event, consumer } of heard) {
    const known = pair(event, consumer);
    // One that was written before the run and had during it is neither of this run nor invented.
    if (sent.has(known) || !written.has(known)) lines.push({ kind: 'heard', event, consumer });
  }
  return lines;
}

async function compare(databases: Databases, { name, source, copy }: Projection): Promise<HistoryLine[]> {
  const read = async ({ service, sql }: Projection['source']): Promise<Map<string, string>> =>
    new Map((await query<{ id: string; text: string }>(databases(service), sql)).map(({ id, text }) => [id, text]));
  const [theirs, ours] = await Promise.all([read(source), read(copy)]);
  return [...new Set([...theirs.keys(), ...ours.keys()])].map((id) => ({ kind: 'projection', name, id, source: theirs.get(id) ?? null, copy: ours.get(id) ?? null }));
}

/** One whose next run is longer past than this stands, and never runs; in milliseconds. */
const OVERDUE = 60_000;

/** Schedules are looked after from time to time: those that a Redis lost are there again in the time that messages have. */
async function schedulesOf(administrator: Caller): Promise<HistoryLine[]> {
  const end = Date.now() + DRAINED_WITHIN;
  for (;;) {
    const lines = await standing(administrator);
    if (Date.now() > end || lines.every((line) => line.kind !== 'schedule' || line.stands)) return lines;
    await pause(500);
  }
}

async function standing(administrator: Caller): Promise<HistoryLine[]> {
  const found = SERVICE_NAMES.map(async (service) => {
    const { schedules } = await administrator.ask(queueRoutes(service).read, {});
    return schedules.map(({ id, next }): HistoryLine => ({ kind: 'schedule', service, id, stands: next !== null && Date.parse(next) > Date.now() - OVERDUE }));
  });
  return (await Promise.all(found)).flat();
}

async function deadLetters(databases: Databases): Promise<HistoryLine[]> {
  const found = SERVICE_NAMES.map(async (consumer) => {
    const letters = await query<{ event: string; code: string }>(databases(consumer), 'select id::text as event, code from dead_letter where settled_at is null');
    return letters.map((letter): HistoryLine => ({ kind: 'dead-letter', consumer, ...letter }));
  });
  return (await Promise.all(found)).flat();
}
