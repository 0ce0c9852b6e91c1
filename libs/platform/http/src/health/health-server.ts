import type { ServiceName } from '@concordat/contracts-protocol';
import { createLogger } from '@concordat/platform-logging';
import { measure } from '@concordat/platform-telemetry';
import { fastify } from 'fastify';
import { HealthChecks, type HealthCheck } from './health-checks.js';

export interface HealthServer {
  url: string;
  close(): Promise<void>;
}

/** Answers `/health/live`, `/health/ready` and `/metrics`, and nothing else: for a process that does queue work alone. */
export async function serveHealth(service: ServiceName, at: { port: number; host: string }, checks: Readonly<Record<string, HealthCheck>>): Promise<HealthServer> {
  const logger = createLogger(service);
  const health = new HealthChecks(service, logger);
  for (const [name, check] of Object.entries(checks)) health.add(name, check);
  const instance = fastify({ forceCloseConnections: true });
  instance.addHook('onSend', (_request, reply, _payload, done) => {
    reply.header('cache-control', 'no-store');
    done();
  });
  measure(instance, service, logger);
  health.serve(instance);
  const url = await instance.listen(at);
  return { url, close: () => instance.close() };
}
