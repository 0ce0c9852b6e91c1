import type { KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import pg, { Client, type ClientBase } from 'pg';
import { BATCH_COLUMNS, batchHash, BEGINNING, ENTRY_COLUMNS, entryHash, type Batch, type ChainedEntry } from './chain.js';
import { isSignatureOf, type SignedHead } from './signed-heads.js';

export interface AuditFault {
  /**
   * `edited`, `deleted`, `reordered` and `added` are of an entry; `batch-edited` and `batch-missing` of a batch;
   * `tail-cut` says that batches at the end are gone; `head-forged` that a signature is missing or wrong.
   */
  kind: 'edited' | 'deleted' | 'reordered' | 'added' | 'batch-edited' | 'batch-missing' | 'tail-cut' | 'head-forged';
  batch: string;
  entryId?: string;
}

export interface AuditReport {
  /** Sealed entries that were looked at. */
  entries: number;
  batches: number;
  /** Entries that wait for the sealer: nothing can be said of them. */
  unsealed: number;
  faults: AuditFault[];
}

/** What proves the end of a chain, from outside its database. */
export interface AuditProof {
  service: string;
  key: KeyObject;
  /** Heads that were written outside the database, oldest first. */
  heads: readonly SignedHead[];
}

/** Batches that are read at once: of a thousand entries each at most. */
const PAGE = 10;

/**
 * Follows the chain from its beginning and compares every sealed entry with it, and the chain with the heads outside.
 * It finds entries that were edited, deleted, added or put in another order, batches changed or missing, a chain that
 * was written anew, and a tail that was cut from the last head outside on or before. It cannot find entries removed
 * before they were sealed.
 *
 * It reads several times: where a sealer may be at work, within {@link readOnly}, or a batch that was sealed between two
 * of its looks is told as a tail that was cut.
 *
 * @param client connection that reads all entries, as the relay's role does
 */
export async function verifyAudit(client: ClientBase, proof: AuditProof): Promise<AuditReport> {
  const report: AuditReport = { entries: 0, batches: 0, unsealed: 0, faults: [] };
  const outside = Map.groupBy(proof.heads, ({ number }) => number);
  let last: Batch = { number: '0', sealed_at: '0', previous: BEGINNING, entry_ids: [], entry_seqs: [], entry_hashes: [], hash: BEGINNING, signature: null };
  let next = readPage(client, last.number);
  for (;;) {
    const { batches, entries } = await next;
    const end = batches.at(-1);
    if (end === undefined) break;
    // The database makes the next page while this one is compared.
    next = readPage(client, end.number);
    for (const batch of batches) {
      followBatch(last, batch, report);
      compareEntries(batch, entries.get(batch.number) ?? new Map<string, FoundEntry>(), report);
      compareHead(batch, outside.get(batch.number) ?? [], proof, report);
      outside.delete(batch.number);
      last = batch;
      await setImmediate();
    }
  }
  for (const number of outside.keys()) report.faults.push({ kind: BigInt(number) > BigInt(last.number) ? 'tail-cut' : 'batch-missing', batch: number });
  if (last.number !== '0' && last.signature === null) report.faults.push({ kind: 'head-forged', batch: last.number });
  await compareEnd(client, last, report);
  return report;
}

/** An entry as it is, and the hash of what it says. */
interface FoundEntry {
  seq: string;
  hash: string;
}

interface Page {
  batches: Batch[];
  /** Of each batch, by their ids. */
  entries: Map<string, Map<string, FoundEntry>>;
}

async function readPage(client: ClientBase, after: string): Promise<Page> {
  const batches = await batchesAfter(client, after);
  return { batches, entries: batches.length === 0 ? new Map<string, Map<string, FoundEntry>>() : await entriesOf(client, batches) };
}

async function batchesAfter(client: ClientBase, number: string): Promise<Batch[]> {
  // The page is chosen first: a plan that sorts would make the lists of every batch that is left.
  const page = `select * from audit_batch where audit_batch.number > $1 order by audit_batch.number limit ${PAGE}`;
  const { rows } = await client.query<Batch>(`select ${BATCH_COLUMNS} from (${page}) as audit_batch order by audit_batch.number`, [number]);
  return rows;
}

/** Hashes each entry as it comes, while the database makes those after it. */
async function entriesOf(client: ClientBase, batches: readonly Batch[]): Promise<Map<string, Map<string, FoundEntry>>> {
  const found = new Map(batches.map(({ number }) => [number, new Map<string, FoundEntry>()]));
  const query = client.query(new pg.Query<ChainedEntry>(`select ${ENTRY_COLUMNS} from audit_entry where batch = any($1::bigint[])`, [batches.map(({ number }) => number)]));
  query.on('row', (entry) => found.get(entry.batch ?? '')?.set(entry.id, { seq: entry.seq, hash: entryHash(entry) }));
  await once(query, 'end');
  return found;
}

function followBatch(last: Batch, batch: Batch, report: AuditReport): void {
  const next = BigInt(last.number) + 1n;
  for (let gone = next; gone < BigInt(batch.number); gone += 1n) report.faults.push({ kind: 'batch-missing', batch: String(gone) });
  const follows = BigInt(batch.number) === next;
  if (!batchHash(batch).equals(batch.hash) || (follows && !batch.previous.equals(last.hash))) report.faults.push({ kind: 'batch-edited', batch: batch.number });
  report.batches += 1;
}

function compareEntries(batch: Batch, found: Map<string, FoundEntry>, report: AuditReport): void {
  for (const [index, entryId] of batch.entry_ids.entries()) {
    const entry = found.get(entryId);
    const fault = (kind: AuditFault['kind']): number => report.faults.push({ kind, batch: batch.number, entryId });
    if (!entry) fault('deleted');
    else if (entry.hash !== batch.entry_hashes[index]) fault('edited');
    else if (entry.seq !== batch.entry_seqs[index]) fault('reordered');
    found.delete(entryId);
    report.entries += 1;
  }
  for (const entryId of found.keys()) report.faults.push({ kind: 'added', batch: batch.number, entryId });
}

function compareHead(batch: Batch, outside: readonly SignedHead[], { service, key }: AuditProof, report: AuditReport): void {
  const { number, hash, signature } = batch;
  const forged = (signature !== null && !isSignatureOf({ service, number, hash, signature }, key)) || outside.some((head) => !isSignatureOf(head, key));
  if (forged) report.faults.push({ kind: 'head-forged', batch: number });
  else if (outside.some((head) => !head.hash.equals(hash))) report.faults.push({ kind: 'batch-edited', batch: number });
}

async function compareEnd(client: ClientBase, last: Batch, report: AuditReport): Promise<void> {
  const { rows: heads } = await client.query<{ number: string; hash: Buffer }>('select number::text as number, hash from audit_head');
  const head = heads[0] ?? { number: '0', hash: BEGINNING };
  const { rows: beyond } = await client.query<{ batch: string }>('select distinct batch::text as batch from audit_entry where audit_entry.batch > $1', [last.number]);
  const missing = new Set(beyond.map(({ batch }) => batch));
  if (head.number !== last.number) missing.add(head.number);
  else if (!head.hash.equals(last.hash)) report.faults.push({ kind: 'batch-edited', batch: head.number });
  const told = new Set(report.faults.filter(({ kind }) => kind === 'tail-cut').map(({ batch }) => batch));
  for (const batch of missing) if (!told.has(batch)) report.faults.push({ kind: 'tail-cut', batch });
  const { rows: waiting } = await client.query<{ count: string }>('select count(*)::text as count from audit_entry where batch is null');
  report.unsealed = Number(waiting[0]?.count ?? 0);
}

/**
 * {@link verifyAudit} as a command: prints what it found, a line each.
 *
 * @param url connection of the relay's role, or another that reads all entries
 * @returns exit status: 0 when the record is whole, 1 when it is not
 */
export async function verifyAuditCommand(url: string, proof: AuditProof, print: (line: string) => void): Promise<0 | 1> {
  const { entries, batches, unsealed, faults } = await readOnly(url, (client) => verifyAudit(client, proof));
  for (const { kind, batch, entryId } of faults) print(`batch ${batch}: ${entryId === undefined ? kind : `entry ${entryId} ${kind}`}`);
  print(`${entries} entries in ${batches} batches, ${unsealed} not sealed yet: ${faults.length === 0 ? 'the record is whole' : `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`}`);
  return faults.length === 0 ? 0 : 1;
}

/** Runs `work` on what the database holds at one instant. */
export async function readOnly<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    return await work(client);
  } finally {
    await client.end();
  }
}
