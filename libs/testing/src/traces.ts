import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const value = z.union([
  z.object({ stringValue: z.string() }).transform(({ stringValue }) => stringValue),
  z.object({ intValue: z.union([z.string(), z.number()]) }).transform(({ intValue }) => Number(intValue)),
  z.object({ doubleValue: z.number() }).transform(({ doubleValue }) => doubleValue),
  z.object({ boolValue: z.boolean() }).transform(({ boolValue }) => boolValue),
]);
const attributes = z.array(z.object({ key: z.string(), value })).transform((pairs) => Object.fromEntries(pairs.map((pair) => [pair.key, pair.value])));
const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.int(),
  attributes,
  status: z.object({ code: z.int().optional() }),
});
const exported = z.object({
  resourceSpans: z.array(z.object({ resource: z.object({ attributes }), scopeSpans: z.array(z.object({ spans: z.array(span) })) })),
});

/** A span as a collector of OpenTelemetry is given it (OTLP over HTTP, in JSON). */
export type CollectedSpan = z.output<typeof span> & { service: string };

export interface TraceCollector {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  url: string;
  /** All that came. */
  spans: () => readonly CollectedSpan[];
  /** What came, as it was sent. */
  raw: () => readonly string[];
  close(): Promise<void>;
}

/** A collector of traces on `port`, or on the one that the system gives. */
export async function collectTraces(port = 0): Promise<TraceCollector> {
  const raw: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      raw.push(Buffer.concat(parts).toString());
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    spans: () => raw.flatMap(spansIn),
    raw: () => raw,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

/** Spans of what a process sent to a collector. */
export function spansIn(sent: string): CollectedSpan[] {
  return exported.parse(JSON.parse(sent)).resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map((each) => ({ ...each, service: String(resource.attributes['service.name']) }))),
  );
}

/** From the root of a span's trace to the span itself, as far as they came. */
export function pathTo(span: CollectedSpan, spans: readonly CollectedSpan[]): CollectedSpan[] {
  const parent = spans.find(({ traceId, spanId }) => traceId === span.traceId && spanId === span.parentSpanId);
  return [...(parent === undefined ? [] : pathTo(parent, spans)), span];
}
