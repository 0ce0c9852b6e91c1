import { context } from '@opentelemetry/api';
import type { Logger } from '@concordat/platform-logging';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, register, Registry } from 'prom-client';
import { contextOf, isOfPlatform } from './requests.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A route of the platform itself (health, metrics, description): open to whoever reaches the process, and not logged. */
    platform?: boolean;
  }
}

/**
 * Counts and times requests by route (never by address), logs each, and serves `/metrics`, with what libraries put into
 * prom-client's own register.
 */
export function measure(instance: FastifyInstance, service: string, logger: Logger, correlationId: (request: FastifyRequest) => string = ({ id }) => id): void {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to the end of its answer, in seconds',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const routes = new Gauge({ name: 'http_route', help: 'Routes that are served: also those that nobody has asked for yet', labelNames: ['method', 'route'], registers: [registry] });
  instance.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') routes.set({ method: one, route: url }, 1);
  });
  instance.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const seconds = reply.elapsedTime / 1000;
    durations.observe({ method: request.method, route, status: reply.statusCode }, seconds);
    if (!isOfPlatform(request)) {
      const line = { trace: correlationId(request), method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
      context.with(contextOf(request), () => logger.info(line, 'request'));
    }
    done();
  });
  instance.get('/metrics', { config: { platform: true } }, async (_request, reply) => {
    const parts = await Promise.all([registry.metrics(), register.metrics()]);
    return reply.header('content-type', registry.contentType).send(parts.filter((part) => part.trim() !== '').join('\n'));
  });
}
