import { readSettings } from '@concordat/platform-config';
import { z } from 'zod';

/** OpenTelemetry's own names, so that one setting serves whatever else a machine runs. */
const schema = z.object({
  /** Base address of a collector that takes OTLP over HTTP; without it nothing of OpenTelemetry is loaded. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must begin with http:// or https://' }).optional(),
  /** `name=value` pairs, comma-separated: what the collector asks for to let somebody in. */
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
  /** Share of traces that are kept, from 0 to 1; a trace is kept whole or not at all. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number('must be a number from 0 to 1').min(0, 'must be a number from 0 to 1').max(1, 'must be a number from 0 to 1').default(1),
});

/** Longest wait at the end of a process for the last spans to be taken, in milliseconds. */
const LAST_WORDS = 2_000;

export interface Telemetry {
  /** Whether traces are kept. */
  on: boolean;
  /** Sends what is left. It never fails: a collector that is away costs traces, and nothing else. */
  close(): Promise<void>;
}

/**
 * Begins to keep traces when a collector is named, before anything of the process is made. A collector that is slow or
 * away is never waited for: what does not fit the buffer is dropped.
 */
export async function startTelemetry(service: string, env: Readonly<Record<string, string | undefined>>): Promise<Telemetry> {
  const settings = readSettings(schema, env);
  const endpoint = settings.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return { on: false, close: () => Promise.resolve() };
  const { keepTraces } = await import('./collector.js');
  const provider = keepTraces({ service, endpoint, headers: headersOf(settings.OTEL_EXPORTER_OTLP_HEADERS ?? ''), share: settings.OTEL_TRACES_SAMPLER_ARG });
  return {
    on: true,
    close: async () => {
      const late = new Promise<void>((resolve) => setTimeout(resolve, LAST_WORDS).unref());
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
    },
  };
}

function headersOf(pairs: string): Record<string, string> {
  const entries = pairs.split(',').flatMap((pair): [string, string][] => {
    const at = pair.indexOf('=');
    return at === -1 ? [] : [[pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())]];
  });
  return Object.fromEntries(entries);
}
