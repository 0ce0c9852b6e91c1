import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context, type Span, type TimeInput } from '@opentelemetry/api';

/**
 * Everything that a span may say besides its name, from OpenTelemetry's semantic conventions where they have a word for
 * it. The list is closed: what a person typed, an address with ids or the text of an error has no place in it.
 */
export interface SpanAttributes {
  'http.request.method'?: string;
  /** The route's pattern, never the address. */
  'http.route'?: string;
  'http.response.status_code'?: number;
  /** Name of the service that is called. */
  'peer.service'?: string;
  'db.system.name'?: 'postgresql';
  'messaging.system'?: 'bullmq';
  /** Kind of event or work. */
  'messaging.operation.name'?: string;
  /** Id of the event. */
  'messaging.message.id'?: string;
  'messaging.destination.name'?: string;
  /** Number of the try, from 1. */
  'concordat.attempt'?: number;
  /** What the consumer made of an event. */
  'concordat.outcome'?: 'handled' | 'duplicate' | 'stale';
  /** The id that stands in logs and on the page that tells of a fault. */
  'concordat.correlation_id'?: string;
  /** Class or code of an error; its text may hold what somebody typed. */
  'error.type'?: string;
}

export interface SpanOptions {
  kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  attributes?: SpanAttributes;
  /** What it continues, as {@link carriedContext} gave it; null begins a trace; what is open unless given. */
  parent?: string | null;
}

const KINDS = { internal: SpanKind.INTERNAL, server: SpanKind.SERVER, client: SpanKind.CLIENT, producer: SpanKind.PRODUCER, consumer: SpanKind.CONSUMER } as const;

const tracer = trace.getTracer('concordat');

/** What is open now, as text that a header, a row or a message carries (W3C Trace Context); null where no traces are kept. */
export function carriedContext(of: Context = context.active()): string | null {
  const carrier: { traceparent?: string } = {};
  propagation.inject(of, carrier);
  return carrier.traceparent ?? null;
}

/** Runs `work` in a span of its own, which says when it failed and by what kind of error. Costs nothing where no traces are kept. */
export async function inSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const { span, within } = openSpan(name, options);
  try {
    return await context.with(within, () => work(span));
  } catch (error) {
    fail(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/**
 * A span for a message on its way, from when it was written to when it is handed over; `carried` goes with the message.
 * Where this process keeps no traces, what the message came with goes on unchanged.
 */
export function sendingSpan(name: string, options: SpanOptions & { parent: string | null; since: Date }): { carried: string | null; end: (error?: unknown) => void } {
  // Nobody follows what began outside a trace.
  if (options.parent === null) return { carried: null, end: () => undefined };
  const { span, within } = openSpan(name, { kind: 'producer', ...options }, options.since);
  return {
    carried: carriedContext(within) ?? options.parent,
    end: (error) => {
      if (error !== undefined) fail(span, error);
      span.end();
    },
  };
}

/** A span and the context in which it is the open one. */
export function openSpan(name: string, { kind = 'internal', attributes = {}, parent }: SpanOptions, startTime?: TimeInput): { span: Span; within: Context } {
  const around = parent === undefined ? context.active() : parent === null ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent: parent });
  const span = tracer.startSpan(name, { kind: KINDS[kind], attributes: { ...attributes }, ...(startTime === undefined ? {} : { startTime }) }, around);
  return { span, within: trace.setSpan(around, span) };
}

const failed = new WeakSet<Span>();

/** Says of a span that it failed, by the first error of it; never the error's text. */
export function fail(span: Span, error: unknown): void {
  if (failed.has(span)) return;
  failed.add(span);
  span.setStatus({ code: SpanStatusCode.ERROR });
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  span.setAttribute('error.type', code ?? (error instanceof Error ? error.name : typeof error));
}
