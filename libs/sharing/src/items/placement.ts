import type { Category } from '@concordat/contracts-protocol';

/** A column that holds what is said about somebody, or a part of it. */
export interface PlacedItem {
  /** Whose it is: a column of the row, or in words. */
  owner: string;
  category: Category | 'the item’s own';
  /** About whom: a column of the row, or in words. */
  subject: string;
  /** Fields by their codes in agreements; `*` where the row itself lists them. */
  fields: readonly string[] | '*';
}

/** Where the columns of a table stand under the sharing policy; each in one place. */
export interface PlacedTable {
  /** Items, or parts of one: read through the policy alone. */
  items?: Readonly<Record<string, PlacedItem>>;
  /** Columns that name the item whose text stands behind the row, with what they tell: nothing of it is shown without a permit on that item. */
  drawn?: Readonly<Record<string, string>>;
  /** The case's frame, and what is as plain as it: for those who may see the case. */
  frame?: readonly string[];
  /** For those of the case's owner who may see the case; with who is told besides. */
  owner?: Readonly<Record<string, string>>;
  /** What the policy compares, and who sees it besides. */
  policy?: Readonly<Record<string, string>>;
  /** Neither: with why it may be. */
  plumbing?: Readonly<Record<string, string>>;
}

/** Every table of a service: its columns, or why the whole of it holds nothing of a case. */
export type Placement = Readonly<Record<string, PlacedTable | string>>;

/** A column as `information_schema.columns` has it. */
export interface StoredColumn {
  table: string;
  column: string;
  type: string;
}

/** Of every partnership's table. */
const EVERYWHERE: ReadonlySet<string> = new Set(['id', 'partnership_id', 'version', 'created_at', 'updated_at']);

/**
 * What is wrong with a placement, for a test that expects nothing: a column that has no place or several, a place
 * without a column, a sealed text that is no item, and a column that names an item and is not placed as drawn from it.
 */
export function placementFaults(placement: Placement, stored: readonly StoredColumn[]): string[] {
  const tables = new Map<string, StoredColumn[]>();
  for (const column of stored) tables.set(column.table, [...(tables.get(column.table) ?? []), column]);
  const gone = Object.keys(placement).filter((table) => !tables.has(table)).map((table) => `${table}: is placed, and there is no such table`);
  return [...gone, ...[...tables].flatMap(([table, columns]) => faultsOf(table, placement[table], columns))];
}

function faultsOf(table: string, placed: PlacedTable | string | undefined, columns: readonly StoredColumn[]): string[] {
  if (placed === undefined) return [`${table}: has no place: say whose its columns are, or why it holds nothing of a case`];
  if (typeof placed === 'string') return [];
  const places = new Map<string, string[]>();
  for (const [place, names] of Object.entries({ ...placed, frame: Object.fromEntries((placed.frame ?? []).map((column) => [column, ''])) })) {
    for (const column of Object.keys(names)) places.set(column, [...(places.get(column) ?? []), place]);
  }
  const unknown = [...places.keys()].filter((column) => !columns.some((one) => one.column === column)).map((column) => `${table}.${column}: is placed, and there is no such column`);
  return [...unknown, ...columns.flatMap(({ column, type }) => columnFaults(`${table}.${column}`, type, places.get(column) ?? []).filter(() => !EVERYWHERE.has(column)))];
}

function columnFaults(name: string, type: string, places: readonly string[]): string[] {
  const [place, another] = places;
  if (place === undefined) return [`${name}: has no place`];
  if (another !== undefined) return [`${name}: has two places, ${place} and ${another}`];
  if (type === 'bytea' && place !== 'items' && place !== 'plumbing') return [`${name}: is sealed, and placed as ${place}`];
  if (/(^|_)item_id$/.test(name.slice(name.indexOf('.') + 1)) && place !== 'drawn' && place !== 'policy') return [`${name}: names an item, and is not placed as drawn from it`];
  return [];
}
