import type { EntityDictionary, EntityMetadata } from '@mikro-orm/postgresql';

type FromJson = (written: string) => unknown;

/** Of each entity, the columns that JSON writes otherwise than they are in a row. */
const written = new WeakMap<object, ReadonlyMap<string, FromJson>>();

/** The columns of a row that PostgreSQL answered, as JSON or as such, as they are in a row: times as dates, bytes as such. */
export function fromJson<E extends object>(meta: EntityMetadata<E>, row: EntityDictionary<E>): EntityDictionary<E> {
  for (const [column, read] of columnsOf(meta)) {
    const value: unknown = Reflect.get(row, column);
    if (typeof value === 'string') Reflect.set(row, column, read(value));
  }
  return row;
}

function columnsOf<E>(meta: EntityMetadata<E>): ReadonlyMap<string, FromJson> {
  const known = written.get(meta);
  if (known) return known;
  const columns = new Map(meta.props.filter(({ persist }) => persist !== false).flatMap(({ columnTypes, fieldNames }): [string, FromJson][] => {
    const [type = ''] = columnTypes;
    const [column] = fieldNames;
    if (column === undefined) return [];
    if (type.startsWith('timestamp')) return [[column, (value) => new Date(value)]];
    return type === 'bytea' ? [[column, (value) => Buffer.from(value.slice(2), 'hex')]] : [];
  }));
  written.set(meta, columns);
  return columns;
}
