import { createHash, hash } from 'node:crypto';

/** An entry as the chain reads it. */
export interface ChainedEntry {
  id: string;
  seq: string;
  batch: string | null;
  /** All that it says, as JSON: what is hashed. */
  said: string;
}

/** As JSON, of a text in which anything may stand. */
const json = (value: string): string => `coalesce(to_json(${value})::text, 'null')`;

/** The same of a value whose text needs no escaping: at half the cost, and most columns are such. */
const quoted = (value: string): string => `coalesce('"' || ${value} || '"', 'null')`;

/** Milliseconds, so that no session setting changes the text. Columns keep no more, so that a float holds them. */
const milliseconds = (column: string): string => `(date_part('epoch', ${column}) * 1000)::bigint`;

/**
 * Detail is there as ciphertext: destroying the subject's key leaves the chain whole. The number in its batch is no part
 * of what an entry says, because it is given later.
 */
const SAID = [
  quoted('id'), quoted(milliseconds('at')), ...['partnership_id', 'user_id', 'membership_id', 'agency_id'].map(quoted), ...['trace', 'action', 'kind', 'ids'].map(json), quoted('subject_id'),
  quoted(`replace(encode(sealed_detail, 'base64'), e'\\n', '')`), json('detail'),
];

export const ENTRY_COLUMNS = `id, seq::text as seq, batch::text as batch, '[1,' || ${SAID.join(` || ',' || `)} || ']' as said`;

export interface Batch {
  number: string;
  sealed_at: string;
  previous: Buffer;
  entry_ids: string[];
  entry_seqs: string[];
  /** In hexadecimal. */
  entry_hashes: string[];
  hash: Buffer;
  /** Of the head that this batch was; null for one that was sealed before heads were signed. */
  signature: Buffer | null;
}

export const BATCH_COLUMNS = `number::text as number, ${milliseconds('sealed_at')}::text as sealed_at, previous, to_json(entry_ids) as entry_ids, to_json(entry_seqs::text[]) as entry_seqs,
  to_json(array(select encode(one, 'hex') from unnest(entry_hashes) with ordinality as hashes (one, place) order by place)) as entry_hashes, hash, signature`;

/** What stands before the first batch. */
export const BEGINNING = Buffer.alloc(32);

/** Hash of what an entry says, in hexadecimal. */
export const entryHash = ({ said }: ChainedEntry): string => hash('sha256', said, 'hex');

/** Hash of a batch, over the one before it. */
export function batchHash({ number, sealed_at, previous, entry_ids, entry_seqs, entry_hashes }: Omit<Batch, 'hash' | 'signature'>): Buffer {
  return createHash('sha256').update(JSON.stringify([1, number, sealed_at, previous.toString('hex'), entry_ids, entry_seqs, entry_hashes])).digest();
}
