import type { Pool } from 'pg';
import type { MessagingSettings } from './settings.js';

/** Rows that are done with and old. The relay's role deletes them, in the service's own database. */
export interface Retention {
  /** Deletes at most `$1` of the rows whose time is over. */
  sql: string;
}

/** Rows that one statement deletes at most, so that nobody waits long for a lock. */
const BATCH = 5_000;

const days = (count: number): string => `interval '${String(count)} days'`;

/**
 * What messaging keeps, and for how long. An inbox row must outlive every event that could still come again; a dead
 * letter stays until it was dealt with, and then as evidence for a while.
 */
export function messagingRetention(settings: MessagingSettings): Retention[] {
  return [
    {
      sql: `delete from outbox where id in (
              select o.id from outbox o
               where o.created_at < now() - ${days(settings.CONCORDAT_OUTBOX_KEPT_DAYS)}
                 and not exists (select from outbox_delivery d where d.event_id = o.id and d.acked_at is null)
               limit $1)`,
    },
    {
      sql: `delete from inbox where (consumer, event_id) in (
              select consumer, event_id from inbox where received_at < now() - ${days(settings.CONCORDAT_INBOX_KEPT_DAYS)} limit $1)`,
    },
    {
      sql: `delete from dead_letter where id in (
              select id from dead_letter where settled_at < now() - ${days(settings.CONCORDAT_DEAD_LETTERS_KEPT_DAYS)} limit $1)`,
    },
  ];
}

/** Deletes what is done with and old, in small steps. @returns how many rows */
export async function prune(pool: Pool, rules: readonly Retention[], stopping: AbortSignal): Promise<number> {
  let deleted = 0;
  for (const { sql } of rules) {
    for (let rows = BATCH; rows === BATCH && !stopping.aborted; ) {
      rows = (await pool.query(sql, [BATCH])).rowCount ?? 0;
      deleted += rows;
    }
  }
  return deleted;
}
