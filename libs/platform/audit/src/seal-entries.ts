import type { KeyObject } from 'node:crypto';
import type { ClientBase } from 'pg';
import { batchHash, BEGINNING, ENTRY_COLUMNS, entryHash, type ChainedEntry } from './chain.js';
import { signatureOf, type HeadFiles, type SignedHead } from './signed-heads.js';

const BATCH_SIZE = 1000;

/** The sixth parameter, hexadecimal, as bytes. */
const HASHES = `array(select decode(one, 'hex') from unnest($6::text[]) with ordinality as hashes (one, place) order by place)`;

/** Whose chain it is, and what proves its end. */
export interface SealingAs {
  service: string;
  /** Signs heads; no database holds it. */
  key: KeyObject;
  /** Where heads are written outside the database; null for nowhere. */
  heads: HeadFiles | null;
}

/**
 * Seals the entries that are in no batch, a batch at a time. Two sealers at once are safe: one works, the other finds
 * nothing to do.
 *
 * @param client connection of the relay's role, with no open transaction
 * @returns how many entries were sealed
 */
export async function sealEntries(client: ClientBase, as: SealingAs, now: Date = new Date()): Promise<number> {
  let sealed = 0;
  for (;;) {
    const { count, head } = await sealBatch(client, as, now);
    if (head !== null) await as.heads?.write(head, now);
    sealed += count;
    if (count < BATCH_SIZE) return sealed;
  }
}

interface Sealed {
  count: number;
  /** The new end of the chain; null when there is none. */
  head: SignedHead | null;
}

async function sealBatch(client: ClientBase, as: SealingAs, now: Date): Promise<Sealed> {
  await client.query('begin');
  try {
    const sealed = await sealInTransaction(client, as, now);
    await client.query('commit');
    return sealed;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** A batch, in the transaction that is open. */
export async function sealInTransaction(client: ClientBase, { service, key }: Pick<SealingAs, 'service' | 'key'>, now: Date): Promise<Sealed> {
  const lock = await client.query<{ mine: boolean }>(`select pg_try_advisory_xact_lock(hashtext('concordat-audit-sealer')) as mine`);
  if (lock.rows[0]?.mine !== true) return { count: 0, head: null };
  const { rows: entries } = await client.query<ChainedEntry>(`select ${ENTRY_COLUMNS} from audit_entry where batch is null order by audit_entry.seq limit ${BATCH_SIZE}`);
  if (entries.length === 0) return { count: 0, head: null };
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
  const signature = signatureOf({ service, number: batch.number, hash }, key);
  await client.query(`insert into audit_batch (number, sealed_at, previous, entry_ids, entry_seqs, entry_hashes, hash, signature) values ($1, $2, $3, $4::uuid[], $5::bigint[], ${HASHES}, $7, $8)`, [
    batch.number, now, batch.previous, batch.entry_ids, batch.entry_seqs, batch.entry_hashes, hash, signature,
  ]);
  const { rowCount } = await client.query('update audit_entry set batch = $1 where id = any($2::uuid[])', [batch.number, batch.entry_ids]);
  if (rowCount !== entries.length) throw new Error('An audit entry changed while it was being sealed');
  await client.query('insert into audit_head (number, hash) values ($1, $2) on conflict (single) do update set number = excluded.number, hash = excluded.hash', [batch.number, hash]);
  return { count: entries.length, head: { service, number: batch.number, hash, signature } };
}
