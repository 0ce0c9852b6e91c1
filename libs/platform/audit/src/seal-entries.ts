import type { ClientBase } from 'pg';
import { batchHash, BEGINNING, ENTRY_COLUMNS, entryHash, type ChainedEntry } from './chain.js';

const BATCH_SIZE = 1000;

/**
 * Seals the entries that are in no batch, a batch at a time. Two sealers at once are safe: one works, the other finds
 * nothing to do.
 *
 * @param client connection of the relay's role, with no open transaction
 * @returns how many entries were sealed
 */
export async function sealEntries(client: ClientBase, now: Date = new Date()): Promise<number> {
  let sealed = 0;
  for (;;) {
    const count = await sealBatch(client, now);
    sealed += count;
    if (count < BATCH_SIZE) return sealed;
  }
}

async function sealBatch(client: ClientBase, now: Date): Promise<number> {
  await client.query('begin');
  try {
    const count = await sealInTransaction(client, now);
    await client.query('commit');
    return count;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function sealInTransaction(client: ClientBase, now: Date): Promise<number> {
  const lock = await client.query<{ mine: boolean }>(`select pg_try_advisory_xact_lock(hashtext('concordat-audit-sealer')) as mine`);
  if (lock.rows[0]?.mine !== true) return 0;
  const { rows: entries } = await client.query<ChainedEntry>(`select ${ENTRY_COLUMNS} from audit_entry where batch is null order by audit_entry.seq limit ${BATCH_SIZE}`);
  if (entries.length === 0) return 0;
  const { rows: heads } = await client.query<{ number: string; hash: Buffer }>('select number::text as number, hash from audit_head');
  const head = heads[0] ?? { number: '0', hash: BEGINNING };
  const batch = {
    number: String(BigInt(head.number) + 1n),
    sealed_at: String(now.getTime()),
    previous: head.hash,
    entry_ids: entries.map(({ id }) => id),
    entry_seqs: entries.map(({ seq }) => seq),
    entry_hashes: entries.map(entryHash),
  };
  const hash = batchHash(batch);
  await client.query('insert into audit_batch (number, sealed_at, previous, entry_ids, entry_seqs, entry_hashes, hash) values ($1, $2, $3, $4::uuid[], $5::bigint[], $6::bytea[], $7)', [
    batch.number, now, batch.previous, batch.entry_ids, batch.entry_seqs, batch.entry_hashes, hash,
  ]);
  const { rowCount } = await client.query('update audit_entry set batch = $1 where id = any($2::uuid[])', [batch.number, batch.entry_ids]);
  if (rowCount !== entries.length) throw new Error('An audit entry changed while it was being sealed');
  await client.query('insert into audit_head (number, hash) values ($1, $2) on conflict (single) do update set number = excluded.number, hash = excluded.hash', [batch.number, hash]);
  return entries.length;
}
