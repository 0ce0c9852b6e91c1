import type { Logger } from '@concordat/platform-logging';
import type { FastifyInstance } from 'fastify';

/** Resolves when what it checks can be used. */
export type HealthCheck = () => Promise<unknown>;

export interface Readiness {
  service: string;
  status: 'ready' | 'not-ready';
  checks: Record<string, 'up' | 'down' | 'stopping'>;
}

const LONGEST_MS = 2_000;

/** What a service needs before it can serve, by name. */
export class HealthChecks {
  private readonly checks = new Map<string, HealthCheck>();
  private stopping = false;

  constructor(
    private readonly service: string,
    private readonly logger: Logger,
  ) {}

  add(name: string, check: HealthCheck): void {
    this.checks.set(name, check);
  }

  /** From now on not ready, so that no new requests are sent here while the open ones end. */
  stop(): void {
    this.stopping = true;
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  async readiness(): Promise<Readiness> {
    const states = await Promise.all([...this.checks].map(async ([name, check]) => [name, await this.stateOf(name, check)] as const));
    const checks: Readiness['checks'] = Object.fromEntries(states);
    if (this.stopping) checks.process = 'stopping';
    const ready = Object.values(checks).every((state) => state === 'up');
    return { service: this.service, status: ready ? 'ready' : 'not-ready', checks };
  }

  /** `/health/live`: the process answers. `/health/ready`: it and all that it needs can serve; 503 with the names otherwise. */
  serve(instance: FastifyInstance): void {
    instance.get('/health/live', { config: { platform: true } }, () => ({ service: this.service, status: 'live' }));
    instance.get('/health/ready', { config: { platform: true } }, async (_request, reply) => {
      const readiness = await this.readiness();
      return reply.status(readiness.status === 'ready' ? 200 : 503).send(readiness);
    });
  }

  private async stateOf(name: string, check: HealthCheck): Promise<'up' | 'down'> {
    const timeout = new AbortController();
    try {
      await Promise.race([check(), rejectAfter(LONGEST_MS, timeout.signal)]);
      return 'up';
    } catch (error) {
      this.logger.warn({ check: name, err: error }, 'health check failed');
      return 'down';
    } finally {
      timeout.abort();
    }
  }
}

function rejectAfter(ms: number, signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}
