import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace';

/** Where the traces of a process go. */
export interface Collector {
  service: string;
  endpoint: string;
  headers: Record<string, string>;
  /** Share of traces that are kept, from 0 to 1. */
  share: number;
}

/** Sends this process's spans to a collector, some seconds after they ended. */
export function keepTraces({ service, endpoint, headers, share }: Collector): TracerProvider {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces`, headers, timeoutMillis: 5_000 });
  return provideTraces(service, new BatchSpanProcessor({ exporter, scheduledDelayMillis: 2_000 }), share);
}

/** Gives this process's spans to `processor`. */
export function provideTraces(service: string, processor: SpanProcessor, share = 1): TracerProvider {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'concordat' }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [processor],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return provider;
}
