import { isSpanContextValid, trace as traces } from '@opentelemetry/api';
import { pino, stdTimeFunctions, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { openTrace } from './trace.js';
import { writtenOf } from './written.js';

/** Without pino's children: what they are bound to would be written as it is. */
export type Logger = Pick<PinoLogger, 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace'>;

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
    formatters: { level: (label: string) => ({ level: label }), log: writtenOf },
    // Errors are described already: the library's own way would write what hangs on them.
    serializers: { err: (described: unknown) => described },
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
