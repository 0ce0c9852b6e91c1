import { Client } from 'pg';
import { BATCH_COLUMNS, batchHash, BEGINNING, ENTRY_COLUMNS, entryHash, type Batch, type ChainedEntry } from './chain.js';

export interface AuditFault {
  /**
   * `edited`, `deleted`, `reordered` and `added` are of an entry; `batch-edited` and `batch-missing` of a batch;
   * `tail-cut` says that batches at the end are gone.
   */
  kind: 'edited' | 'deleted' | 'reordered' | 'added' | 'batch-edited' | 'batch-missing' | 'tail-cut';
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

/**
 * Follows the chain from its beginning and compares every sealed entry with it. It finds entries that were edited,
 * deleted, added or put in another order, batches changed or missing, and a cut tail unless the head was set back as
 * well. It cannot find entries removed before they were sealed.
 *
 * @param url connection of the relay's role, or another that reads all entries
 */
export async function verifyAudit(url: string): Promise<AuditReport> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    return await follow(client);
  } finally {
    await client.end();
  }
}

async function follow(client: Client): Promise<AuditReport> {
  const report: AuditReport = { entries: 0, batches: 0, unsealed: 0, faults: [] };
  let previous: Buffer = BEGINNING;
  let number = 0n;
  for (let batch = await batchAfter(client, number); batch; batch = await batchAfter(client, number)) {
    for (let gone = number + 1n; gone < BigInt(batch.number); gone += 1n) report.faults.push({ kind: 'batch-missing', batch: String(gone) });
    const follows = BigInt(batch.number) === number + 1n;
    if (!batchHash(batch).equals(batch.hash) || (follows && !batch.previous.equals(previous))) report.faults.push({ kind: 'batch-edited', batch: batch.number });
    await compareEntries(client, batch, report);
    report.batches += 1;
    number = BigInt(batch.number);
    previous = batch.hash;
  }
  await compareEnd(client, { number, hash: previous }, report);
  return report;
}

async function batchAfter(client: Client, number: bigint): Promise<Batch | undefined> {
  const { rows } = await client.query<Batch>(`select ${BATCH_COLUMNS} from audit_batch where audit_batch.number > $1 order by audit_batch.number limit 1`, [String(number)]);
  return rows[0];
}

async function compareEntries(client: Client, batch: Batch, report: AuditReport): Promise<void> {
  const { rows } = await client.query<ChainedEntry>(`select ${ENTRY_COLUMNS} from audit_entry where batch = $1`, [batch.number]);
  const found = new Map(rows.map((entry) => [entry.id, entry]));
  for (const [index, entryId] of batch.entry_ids.entries()) {
    const entry = found.get(entryId);
    const fault = (kind: AuditFault['kind']): number => report.faults.push({ kind, batch: batch.number, entryId });
    if (!entry) fault('deleted');
    else if (!entryHash(entry).equals(batch.entry_hashes[index] ?? BEGINNING)) fault('edited');
    else if (entry.seq !== batch.entry_seqs[index]) fault('reordered');
    found.delete(entryId);
    report.entries += 1;
  }
  for (const entryId of found.keys()) report.faults.push({ kind: 'added', batch: batch.number, entryId });
}

async function compareEnd(client: Client, last: { number: bigint; hash: Buffer }, report: AuditReport): Promise<void> {
  const { rows: heads } = await client.query<{ number: string; hash: Buffer }>('select number::text as number, hash from audit_head');
  const head = heads[0] ?? { number: '0', hash: BEGINNING };
  const { rows: beyond } = await client.query<{ batch: string }>('select distinct batch::text as batch from audit_entry where audit_entry.batch > $1', [String(last.number)]);
  const missing = new Set(beyond.map(({ batch }) => batch));
  if (BigInt(head.number) !== last.number) missing.add(head.number);
  else if (!head.hash.equals(last.hash)) report.faults.push({ kind: 'batch-edited', batch: head.number });
  for (const batch of missing) report.faults.push({ kind: 'tail-cut', batch });
  const { rows: waiting } = await client.query<{ count: string }>('select count(*)::text as count from audit_entry where batch is null');
  report.unsealed = Number(waiting[0]?.count ?? 0);
}

/**
 * {@link verifyAudit} as a command: prints what it found, a line each.
 *
 * @returns exit status: 0 when the record is whole, 1 when it is not
 */
export async function verifyAuditCommand(url: string, print: (line: string) => void): Promise<0 | 1> {
  const { entries, batches, unsealed, faults } = await verifyAudit(url);
  for (const { kind, batch, entryId } of faults) print(`batch ${batch}: ${entryId === undefined ? kind : `entry ${entryId} ${kind}`}`);
  print(`${entries} entries in ${batches} batches, ${unsealed} not sealed yet: ${faults.length === 0 ? 'the record is whole' : `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`}`);
  return faults.length === 0 ? 0 : 1;
}
