import type { Change } from '@concordat/platform-errors';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { isDeepStrictEqual } from 'node:util';
import { v7 } from 'uuid';
import type { Scope } from '../scope.js';
import { HistoryEntry } from './history-entry.js';
import type { PartnershipRow } from './partnership-row.js';

interface FieldChange {
  field: string;
  from: unknown;
  to: unknown;
}

/** How a sealed value stands in the history: its ciphertext, so that it goes with the subject's key. */
interface SealedValue {
  sealed: string;
}

/** Fields of `changes` that differ from the row's. */
export function entriesOf(row: object, changes: object): FieldChange[] {
  return Object.entries(changes)
    .filter(([, to]) => to !== undefined)
    .map(([field, to]) => ({ field, from: plain(Reflect.get(row, field)), to: plain(to) }))
    .filter(({ from, to }) => !isDeepStrictEqual(from, to));
}

interface RowChange {
  row: PartnershipRow;
  kind: string;
  entries: readonly FieldChange[];
  scope: Scope;
  at: Date;
  why: string | null;
}

export async function writeHistory(em: SqlEntityManager, { row, kind, entries, scope, at, why }: RowChange): Promise<void> {
  await em.insertMany(
    HistoryEntry,
    entries.map(({ field, from, to }) => ({
      id: v7(),
      partnershipId: row.partnershipId,
      kind,
      rowId: row.id,
      rowVersion: row.version,
      field,
      from,
      to,
      userId: scope.userId,
      membershipId: scope.membershipId,
      at,
      why,
    })),
  );
}

/** Changes of a row after version `since`, oldest first. */
export async function changesOf(em: SqlEntityManager, row: { partnershipId: string; id: string }, since: number): Promise<Change[]> {
  const entries = await em.find(
    HistoryEntry,
    { partnershipId: row.partnershipId, rowId: row.id, rowVersion: { $gt: since } },
    { orderBy: { rowVersion: 'asc', id: 'asc' }, disableIdentityMap: true },
  );
  return entries.map((entry) => ({
    field: entry.field,
    from: asKept(entry.from),
    to: asKept(entry.to),
    by: entry.userId,
    at: entry.at.toISOString(),
    version: entry.rowVersion,
  }));
}

/** The same changes for an answer over HTTP: that a sealed value changed, and not its ciphertext. */
export function hideSealed(changes: readonly Change[]): Change[] {
  const hide = (value: unknown): unknown => (Buffer.isBuffer(value) ? { sealed: true } : value);
  return changes.map((change) => ({ ...change, from: hide(change.from), to: hide(change.to) }));
}

function plain(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (value instanceof Uint8Array) return { sealed: Buffer.from(value).toString('base64') } satisfies SealedValue;
  return JSON.parse(JSON.stringify(value));
}

function asKept(value: unknown): unknown {
  return isSealed(value) ? Buffer.from(value.sealed, 'base64') : (value ?? null);
}

function isSealed(value: unknown): value is SealedValue {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 1 && 'sealed' in value && typeof value.sealed === 'string';
}
