/// <reference lib="esnext.error" />
/** Names whose values never reach a log, wherever they stand in what is logged. A second factor's `code` is only ever inside a body, and an error's tells failures apart. */
const SECRET_NAMES = new Set([
  'authorization', 'cookie', 'set-cookie', 'password', 'token', 'secret', 'body', 'payload', 'rawBody',
  'params', 'query', 'parameters', 'values', 'sealed', 'idempotency-key',
]);

/**
 * What is written of the fields of a line: those of secret names are cut out at any depth, and errors are described.
 * A library's list of paths costs a line more than all else of it, and ends at the depth of its longest path.
 */
export const writtenOf = (fields: object): Record<string, unknown> => fieldsOf(fields, new Set([fields]));

function fieldsOf(fields: object, seen: Set<object>): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) written[name] = SECRET_NAMES.has(name) ? '[redacted]' : valueOf(name, value, seen);
  return written;
}

/** @param seen what was written of the line already: it is not written twice, and a circle ends */
function valueOf(name: string, value: unknown, seen: Set<object>): unknown {
  if (name === 'err' || name === 'error' || Error.isError(value)) return describeError(value);
  if (typeof value !== 'object' || value === null) return value;
  if (seen.has(value)) return '[again]';
  seen.add(value);
  if ('toJSON' in value && typeof value.toJSON === 'function') return valueOf('', Reflect.apply(value.toJSON, value, []), seen);
  return Array.isArray(value) ? value.map((one) => valueOf('', one, seen)) : fieldsOf(value, seen);
}

interface DescribedError {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: DescribedError;
}

/** PostgreSQL and the ORM put the values of a row into the message; only its first line is safe to keep, and not for them. */
function describeError(error: unknown, depth = 0): DescribedError {
  if (!Error.isError(error)) return { type: typeof error, message: 'not an error object' };
  const code = 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? String(error.code) : undefined;
  const fromDatabase = 'sqlMessage' in error || 'sqlState' in error || (code !== undefined && /^[0-9A-Z]{5}$/.test(code));
  const message = fromDatabase ? `database error ${code ?? 'without code'}${constraintOf(error)}` : error.message;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)).join('\n');
  return {
    type: error.name,
    message,
    ...(code === undefined ? {} : { code }),
    ...(frames ? { stack: frames } : {}),
    ...(Error.isError(error.cause) && depth < 3 ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}

/** Names of table, column and constraint are ours and tell what to mend. */
function constraintOf(error: Error): string {
  const named = ['table', 'column', 'constraint'].flatMap((name) => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' ? [`${name} ${value}`] : [];
  });
  return named.length === 0 ? '' : ` (${named.join(', ')})`;
}
