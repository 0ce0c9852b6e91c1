import { PostgreSqlConnection, PostgreSqlDriver, type Dictionary, type LoggingOptions } from '@mikro-orm/postgresql';
import { CompiledQuery, type Kysely } from 'kysely';
import { parse } from 'postgres-array';

type Asked = Parameters<PostgreSqlConnection['execute']>[0];
type Answer = Awaited<ReturnType<PostgreSqlConnection['execute']>>;

/** A read as PostgreSQL takes it: `$1`, `$2` … in place of its values. */
export interface BoundRead {
  text: string;
  values: readonly unknown[];
}

const READS = /^\(?(select|with)\s/;
/**
 * Places of values. A number of rows is apart: with a parameter there, a kept plan would be made for a tenth of the table.
 * So is a list, which is bound as one array: otherwise each length of it would be a text, and a plan, of its own.
 */
const PLACES = /\b(limit|offset) \?|\b(not )?in \((\?(?:, \?)*)\)|\?/g;

/** All columns of a table: a migration that adds one makes PostgreSQL refuse the plan that was kept. */
const ALL_COLUMNS = /\.\*|\bselect \*/;

/**
 * A read with its values bound, or null where it is none, or is not one whose plan can be kept, or has values that
 * MikroORM must write out.
 *
 * @param text with `?` for each of the values
 */
export function boundRead(text: string, values: readonly unknown[]): BoundRead | null {
  if (values.length === 0 || !READS.test(text) || ALL_COLUMNS.test(text) || text.includes('??') || text.includes('\\?') || !values.every(isPlain)) return null;
  const bound: unknown[] = [];
  let place = 0;
  const bind = (value: unknown): string => {
    bound.push(value);
    return `$${String(bound.length)}`;
  };
  const numbered = text.replace(PLACES, (found, limiting?: string, not?: string, list?: string) => {
    if (list !== undefined) {
      const listed = values.slice(place, (place += list.split(',').length));
      if (!listed.every((value) => typeof value === 'string')) return `${not ?? ''}in (${listed.map(bind).join(', ')})`;
      return `${not === undefined ? '= any' : '<> all'} (${bind(listed)})`;
    }
    const value = values[place++];
    if (limiting !== undefined && Number.isSafeInteger(value)) return `${limiting} ${String(value)}`;
    return `${found.slice(0, -1)}${bind(value)}`;
  });
  return place === values.length ? { text: numbered, values: bound } : null;
}

const isPlain = (value: unknown): boolean =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value instanceof Date;

/** PostgreSQL's `text[]` and `uuid[]`. */
const ARRAYS_OF_TEXT = [1009, 2951];

/**
 * MikroORM's connection, which writes values into the text of a statement; this one binds those of reads, so that their plans
 * can be kept. It reads arrays with the reader that MikroORM has for arrays of dates: the driver's own takes six times as long.
 */
class BindingConnection extends PostgreSqlConnection {
  override mapOptions(overrides: Parameters<PostgreSqlConnection['mapOptions']>[0]): ReturnType<PostgreSqlConnection['mapOptions']> {
    const options = super.mapOptions(overrides);
    const { types } = options;
    if (types !== undefined) options.types = { getTypeParser: (type: number, format?: 'text' | 'binary'): unknown => (ARRAYS_OF_TEXT.includes(type) ? parse : types.getTypeParser(type, format)) };
    return options;
  }

  override async execute<T extends Answer>(
    query: Asked,
    values: readonly unknown[] | Dictionary<unknown> = [],
    method: 'all' | 'get' | 'run' = 'all',
    transaction?: Kysely<unknown>,
    logging?: LoggingOptions,
  ): Promise<T> {
    const read = typeof query === 'string' && Array.isArray(values) && method !== 'run' ? boundRead(query, values) : null;
    if (read === null || transaction === undefined) return super.execute<T>(query, values, method, transaction, logging);
    return this.transformRawResult<T>(await transaction.executeQuery(CompiledQuery.raw(read.text, [...read.values])), method);
  }
}

/** MikroORM's driver with the connection that binds. */
export class BindingDriver extends PostgreSqlDriver {
  override readonly connection = new BindingConnection(this.config);
}
