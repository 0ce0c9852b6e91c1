import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { createLogger, NestLogger, newTrace, runWithTrace } from '@concordat/platform-logging';
import { followRequests, measure, showCertificate } from '@concordat/platform-telemetry';
import { connectRedis } from '@concordat/platform-redis';
import { AppModule } from './app.module.js';
import { WebSettings } from './config.js';
import { takeUploads } from './forms/uploads.js';
import { serveAssets } from './layout/assets.js';
import { PageAdapter } from './layout/page-adapter.js';
import { Pages } from './layout/pages.js';
import { hearPolicyReports } from './layout/policy-reports.js';
import { protect } from './layout/security.js';
import { browserName } from './session/browser-name.js';
import { Sessions } from './session/sessions.js';
import { runVisit, Visit } from './session/visit.js';

/** The largest form: some pages of free text. */
const BODY_LIMIT = 1_048_576;

export interface RunningWeb {
  url: string;
  close(): Promise<void>;
}

/** Starts the web on the settings of `env`; port 0 takes a free one. */
export async function boot(env: Readonly<Record<string, string | undefined>>): Promise<RunningWeb> {
  const settings = new WebSettings(env);
  const logger = createLogger('web', { level: settings.logLevel });
  Logger.overrideLogger(new NestLogger(logger));
  // One proxy stands in front: what a caller wrote into its headers is not believed.
  const adapter = new PageAdapter({ bodyLimit: BODY_LIMIT, trustProxy: settings.trustProxy ? (_address: string, hop: number): boolean => hop === 0 : false, rewriteUrl: readable, routerOptions: { ignoreTrailingSlash: true } });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(settings), adapter);
  const instance = adapter.getInstance();
  const redis = connectRedis(settings.redisUrl, { maxRetriesPerRequest: 1, enableOfflineQueue: false, connectTimeout: 2000 });
  redis.on('error', (error: Error) => logger.warn({ err: error }, 'Redis is away'));

  await protect(instance, app.get(Pages).inlineScriptHash(), settings.secure);
  await instance.register(cookie);
  // Without Redis nobody is kept out: the registry counts attempts besides.
  await instance.register(rateLimit, { global: false, redis, skipOnError: true, nameSpace: `${settings.redisPrefix}:web:sign-in:` });
  await serveAssets(instance);
  takeUploads(instance);
  await hearPolicyReports(instance, logger);

  const { cookieName } = app.get(Sessions);
  const visits = new WeakMap<FastifyRequest, Visit>();
  instance.decorateRequest('visit', {
    getter(): Visit {
      const visit = visits.get(this) ?? new Visit(newTrace(), this.url, instance.parseCookie(this.headers.cookie ?? '')[cookieName] ?? null, this.ip, browserName(this.headers['user-agent']));
      visits.set(this, visit);
      return visit;
    },
  });
  const correlationId = (request: FastifyRequest): string => request.visit.id;
  followRequests(instance, { fromCaller: false, correlationId });
  measure(instance, 'web', logger, correlationId);
  if (settings.secure && settings.webUrl !== undefined) showCertificate('web', settings.webUrl, settings.certificateAt);
  // After the body was read, whose events would lose what is open here.
  instance.addHook('preHandler', (request, reply, done) => {
    reply.header('x-correlation-id', request.visit.id);
    runWithTrace(request.visit.id, () => runVisit(request.visit, done));
  });
  instance.addHook('onClose', () => redis.disconnect());

  await app.listen(settings.port, settings.host);
  return { url: await app.getUrl(), close: () => app.close() };
}

/** An address that cannot be decoded is one that leads nowhere: the router would answer it itself, without our headers. */
function readable({ url = '/' }: { url?: string | undefined }): string {
  try {
    decodeURIComponent(url);
    return url;
  } catch {
    return '/not-an-address';
  }
}
