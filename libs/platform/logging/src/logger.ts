/// <reference lib="esnext.error" />
import { isSpanContextValid, trace as traces } from '@opentelemetry/api';
import { pino, stdTimeFunctions, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { openTrace } from './trace.js';

export type Logger = PinoLogger;

/** Most bytes of lines that wait to be written; what comes then is left out. */
const MOST_WAITING = 1_000_000;
/** Wait before lines that were not taken are written again, in milliseconds. */
const AGAIN = 500;

type Destination = ReturnType<typeof pino.destination>;

/** Lines to a file that may not take them, e.g. on a disk that is full: a process works without its log, and writes on when it can. */
export function steadyDestination(dest: number | string): Destination {
  // With a least length of one byte, what waits can be written by `flush`.
  const destination = pino.destination({ dest, sync: false, minLength: 1, maxLength: MOST_WAITING });
  let again: NodeJS.Timeout | undefined;
  // Nobody can be told: the log is where it would be said.
  destination.on('error', () => {
    again ??= setTimeout(() => {
      again = undefined;
      destination.flush();
    }, AGAIN).unref();
  });
  destination.on('close', () => clearTimeout(again));
  return destination;
}

/** One for all loggers of the process. */
let standardOutput: Destination | undefined;

/** Names whose values never reach a log, wherever they stand in what is logged, down to four levels. */
const SECRET_NAMES = [
  'authorization', 'cookie', 'set-cookie', 'password', 'token', 'secret', 'code', 'body', 'payload', 'rawBody',
  'params', 'query', 'parameters', 'values', 'sealed', 'idempotency-key',
];

/** `error.code` is how failures are told apart and no secret; a second factor's `code` is only ever inside a body. */
const redacted = SECRET_NAMES.filter((name) => name !== 'code').flatMap((name) => {
  const step = `["${name}"]`;
  return [step, `*${step}`, `*.*${step}`, `*.*.*${step}`];
});

/**
 * The log of a process: one JSON object a line on standard output, with service, time and trace (the correlation id);
 * where traces are kept, also with the ids of OpenTelemetry's trace and span, by which a line is found beside its trace.
 * Bodies, headers that sign in and query parameters are cut out; errors are written by type, code and stack,
 * without the values that a database driver hangs on them.
 */
export function createLogger(service: string, options: { level?: string; destination?: DestinationStream } = {}): Logger {
  const settings = {
    level: options.level ?? process.env.LOG_LEVEL ?? 'info',
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: redacted, censor: '[redacted]' },
    serializers: { err: describeError, error: describeError },
    mixin: () => {
      const trace = openTrace();
      return { ...(trace === null ? {} : { trace }), ...openSpanIds() };
    },
  };
  return pino(settings, options.destination ?? (standardOutput ??= steadyDestination(process.stdout.fd)));
}

function openSpanIds(): { trace_id?: string; span_id?: string } {
  const span = traces.getActiveSpan()?.spanContext();
  return span === undefined || !isSpanContextValid(span) ? {} : { trace_id: span.traceId, span_id: span.spanId };
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
