import type { EntityClass, EntityDictionary, EntityMetadata, Platform } from '@mikro-orm/postgresql';

type FromColumn = (value: unknown) => unknown;

interface Column {
  name: string;
  property: string;
  read: FromColumn | null;
}

/** What is read of each entity, by its metadata. */
const known = new WeakMap<object, readonly Column[]>();

/**
 * A row that nobody watches from its columns, as PostgreSQL answers them or as JSON writes them. MikroORM's own way gives
 * each property of each row a getter and a setter, to notice what is done to it; there is nothing to notice here.
 */
export function readRow<E extends object>(entity: EntityClass<E>, meta: EntityMetadata<E>, platform: Platform, columns: EntityDictionary<E>): E {
  const values: Record<string, unknown> = {};
  for (const { name, property, read } of columnsOf(meta, platform)) {
    const found: unknown = Reflect.get(columns, name);
    if (found === undefined) continue;
    values[property] = read === null || found === null ? found : read(found);
  }
  // Last, so that no setter of the prototype hears of the values.
  const row: unknown = Object.setPrototypeOf(values, meta.prototype);
  if (!isOf(entity, row)) throw new Error('A class makes rows of itself');
  return row;
}

const isOf = <E>(entity: EntityClass<E>, row: unknown): row is E => row instanceof entity;

function columnsOf<E>(meta: EntityMetadata<E>, platform: Platform): readonly Column[] {
  const found = known.get(meta);
  if (found) return found;
  const columns = meta.props
    .filter(({ persist }) => persist !== false)
    .flatMap(({ name: property, fieldNames: [name], columnTypes: [type = ''] }) => (name === undefined ? [] : [{ name, property, read: readerOf(type, platform) }]));
  known.set(meta, columns);
  return columns;
}

function readerOf(type: string, platform: Platform): FromColumn | null {
  if (type.startsWith('timestamp')) return (value) => (typeof value === 'string' ? platform.parseDate(value) : value);
  if (type === 'bytea') return (value) => (typeof value === 'string' ? Buffer.from(value.slice(2), 'hex') : value);
  return type === 'bigint' ? Number : null;
}
