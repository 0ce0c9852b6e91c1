import rateLimit from '@fastify/rate-limit';
import helmet from '@fastify/helmet';
import { Audit } from '@concordat/platform-audit';
import { CallerResolver } from '@concordat/platform-auth';
import type { ServiceName } from '@concordat/contracts-protocol';
import { createLogger, NestLogger } from '@concordat/platform-logging';
import type { Logger } from '@concordat/platform-logging';
import { ProblemError } from '@concordat/platform-errors';
import { followRequests, measure } from '@concordat/platform-telemetry';
import { Database } from '@concordat/platform-persistence';
import { connectRedis, type RedisConnection } from '@concordat/platform-redis';
import { Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown, OnModuleDestroy, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { RouteTable } from './endpoints/route-table.js';
import { HealthChecks } from './health/health-checks.js';
import type { HealthCheck } from './health/health-checks.js';
import { IdempotentAnswers } from './idempotency/idempotent-answers.js';
import { openApiDocument } from './openapi/openapi-document.js';
import { ProblemAdapter } from './problems/problem-adapter.js';
import { ProblemFilter } from './problems/problem-filter.js';
import { answerBrokenConnection } from './problems/broken-connection.js';
import { correlate, traceOf } from './requests/correlation.js';
import { readsController } from './requests/reads.controller.js';
import { RequestAccount } from './requests/request-account.js';
import { RequestInterceptor } from './requests/request-interceptor.js';
import { RunningRequests } from './requests/running-requests.js';

/** Bytes of a body at most. */
export const BODY_LIMIT = 1024 * 1024;

/** Longest time for a request to arrive whole, and for a handler to answer it. */
const ARRIVAL_MS = 30_000;
const ANSWER_MS = 30_000;

export interface HttpAppOptions {
  service: ServiceName;
  /** For rate limits, which all replicas share, and the readiness check `redis`. A route with a rate limit needs it. */
  redis?: { url: string; prefix: string };
  /** Readiness checks beside `postgresql` and `redis`, by name. */
  checks?: Readonly<Record<string, HealthCheck>>;
  logger?: Logger;
  /** Addresses of proxies whose `X-Forwarded-For` is believed. */
  trustProxy?: string[];
  /** Longest time for a handler to answer, in milliseconds; 30 seconds unless given. After it the answer is 503 `took-too-long`. */
  answerWithinMs?: number;
  /** Whether the body of a 500 says what went wrong; only in tests unless given. */
  tellFaults?: boolean;
}

@Module({})
class HttpRoot {}

class HttpLife implements OnModuleDestroy, OnApplicationShutdown {
  constructor(
    private readonly health: HealthChecks,
    private readonly redis: RedisConnection | null,
  ) {}

  onModuleDestroy(): void {
    this.health.stop();
  }

  /** `disconnect` alone would keep the process alive for two seconds more. */
  async onApplicationShutdown(): Promise<void> {
    await this.redis?.quit().catch(() => this.redis?.disconnect());
  }
}

/**
 * A service's HTTP side, ready to listen. Every route is declared with `@Endpoint`; every error is a problem body;
 * every signed-in request is one transaction. `AppModule` imports `PersistenceModule` and `AuthModule`, and
 * `AuditModule` unless it tells of nobody.
 *
 * @throws UnstatedRouteError when a route has no rule
 */
export async function createHttpApp(AppModule: Type | DynamicModule, options: HttpAppOptions): Promise<NestFastifyApplication> {
  const { service } = options;
  const logger = options.logger ?? createLogger(service);
  const routes = new RouteTable(service);
  const filter = new ProblemFilter(logger, routes, options.tellFaults ?? process.env.NODE_ENV === 'test');
  const health = new HealthChecks(service, logger);
  const running = new RunningRequests();
  const redis = options.redis ? connectRedis(options.redis.url, { maxRetriesPerRequest: 1, enableOfflineQueue: true, connectTimeout: 2_000 }) : null;
  redis?.on('error', (error) => logger.warn({ err: error }, 'redis connection failed'));

  const adapter = new ProblemAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: ARRIVAL_MS,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    requestIdHeader: false,
    genReqId: traceOf,
    trustProxy: options.trustProxy ?? false,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => filter.answer(error, request, reply),
    clientErrorHandler: answerBrokenConnection,
  }, (error, request, reply) => filter.answer(error, request, reply), running);
  const instance = adapter.getInstance();
  routes.watch(instance);
  instance.removeContentTypeParser('text/plain');
  correlate(instance);
  followRequests(instance, { fromCaller: true, correlationId: ({ id }) => id });
  await instance.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } } });
  instance.addHook('onRequest', (_request, _reply, done) => {
    running.refuseWhenStopping();
    done();
  });
  instance.addHook('onSend', (_request, reply, _payload, done) => {
    reply.header('cache-control', 'no-store');
    // A kept connection would hold up the stop until it times out.
    if (health.isStopping) reply.header('connection', 'close');
    done();
  });
  await instance.register(rateLimit, {
    global: false,
    ...(redis && options.redis ? { redis, nameSpace: `${options.redis.prefix}:${service}:limit:` } : {}),
    errorResponseBuilder: (_request, { ttl }) =>
      new ProblemError({
        status: 429,
        code: 'too-many-requests',
        title: 'Too many requests. Try again later.',
        extras: { retryAfterSeconds: Math.ceil(ttl / 1000) },
      }),
  });
  measure(instance, service, logger);
  health.serve(instance);
  let document = '';
  instance.get('/openapi.json', { config: { platform: true } }, (_request, reply) => reply.header('content-type', 'application/json; charset=utf-8').send(document));

  const root: DynamicModule = {
    module: HttpRoot,
    imports: [AppModule],
    controllers: [readsController(service)],
    providers: [
      { provide: IdempotentAnswers, useFactory: (database: Database) => new IdempotentAnswers(database), inject: [Database] },
      {
        provide: RequestInterceptor,
        useFactory: (callers: CallerResolver, idempotent: IdempotentAnswers, audit?: Audit) =>
          new RequestInterceptor(callers, idempotent, options.answerWithinMs ?? ANSWER_MS, running, audit ? new RequestAccount(audit) : null),
        inject: [CallerResolver, IdempotentAnswers, { token: Audit, optional: true }],
      },
      { provide: HttpLife, useFactory: () => new HttpLife(health, redis) },
    ],
  };
  let made: NestFastifyApplication | null = null;
  try {
    const app = (made = await NestFactory.create<NestFastifyApplication>(root, adapter, {
      logger: new NestLogger(logger),
      bodyParser: false,
      abortOnError: false,
    }));
    app.useGlobalFilters(filter);
    app.useGlobalInterceptors(app.get(RequestInterceptor));
    const database = app.get(Database);
    health.add('postgresql', async () => {
      if (!(await database.isReachable())) throw new Error('the database does not answer');
    });
    if (redis) health.add('redis', () => redis.ping());
    for (const [name, check] of Object.entries(options.checks ?? {})) health.add(name, check);
    await app.init();
    await instance.ready();
    if (!redis) routes.refuseLimits();
    document = JSON.stringify(openApiDocument(service, routes.endpoints));
    return app;
  } catch (error) {
    redis?.disconnect();
    await made?.close();
    throw error;
  }
}
