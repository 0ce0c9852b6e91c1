import { createHash } from 'node:crypto';

/** An entry as the chain reads it; times in milliseconds, so that no session setting changes the text. */
export interface ChainedEntry {
  id: string;
  seq: string;
  at: string;
  partnership_id: string | null;
  user_id: string | null;
  membership_id: string | null;
  agency_id: string | null;
  trace: string;
  action: string;
  kind: string;
  ids: string[];
  subject_id: string | null;
  sealed_detail: Buffer | null;
  detail: string | null;
  batch: string | null;
}

export const ENTRY_COLUMNS = `id, seq::text as seq, (extract(epoch from at) * 1000)::bigint::text as at, partnership_id, user_id, membership_id,
  agency_id, trace, action, kind, ids, subject_id, sealed_detail, detail, batch::text as batch`;

export interface Batch {
  number: string;
  sealed_at: string;
  previous: Buffer;
  entry_ids: string[];
  entry_seqs: string[];
  entry_hashes: Buffer[];
  hash: Buffer;
}

export const BATCH_COLUMNS = `number::text as number, (extract(epoch from sealed_at) * 1000)::bigint::text as sealed_at, previous, entry_ids::text[] as entry_ids,
  entry_seqs::text[] as entry_seqs, entry_hashes, hash`;

/** What stands before the first batch. */
export const BEGINNING = Buffer.alloc(32);

/**
 * Hash of what an entry says. Its detail is hashed as ciphertext: destroying the subject's key leaves the chain whole.
 * The number in its batch is no part of it, because it is given later.
 */
export function entryHash(entry: ChainedEntry): Buffer {
  const { id, at, partnership_id, user_id, membership_id, agency_id, trace, action, kind, ids, subject_id, sealed_detail, detail } = entry;
  return sha256(JSON.stringify([1, id, at, partnership_id, user_id, membership_id, agency_id, trace, action, kind, ids, subject_id, sealed_detail?.toString('base64') ?? null, detail]));
}

/** Hash of a batch, over the one before it. */
export function batchHash(batch: Omit<Batch, 'hash'>): Buffer {
  const { number, sealed_at, previous, entry_ids, entry_seqs, entry_hashes } = batch;
  return sha256(JSON.stringify([1, number, sealed_at, previous.toString('hex'), entry_ids, entry_seqs, entry_hashes.map((hash) => hash.toString('hex'))]));
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
