import { createHttpApp } from '@concordat/platform-http';
import { createLogger, NestLogger } from '@concordat/platform-logging';
import { startWorker } from '@concordat/platform-messaging';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { readIndicatorsSettings, type Environment } from './config.js';

/** A process of the service that answers requests. */
export interface Running {
  app: INestApplication;
  url: string;
  close(): Promise<void>;
}

/** Answers requests; with `worker`, does the queue work in the same process. */
export async function bootHttp(env: Environment, { worker }: { worker: boolean }): Promise<Running> {
  const settings = readIndicatorsSettings(env);
  const app = await createHttpApp(AppModule.forRoot(env), {
    service: 'indicators',
    redis: { url: settings.CONCORDAT_REDIS_URL, prefix: settings.CONCORDAT_QUEUE_PREFIX },
  });
  try {
    if (worker) await startWorker(app);
    await app.listen(settings.PORT, settings.HOST);
  } catch (error) {
    await app.close();
    throw error;
  }
  return { app, url: await app.getUrl(), close: () => app.close() };
}

/** Does the queue work alone, and listens on no port. */
export async function bootWorker(env: Environment): Promise<INestApplication> {
  const logger = new NestLogger(createLogger('indicators'));
  const app = await NestFactory.create(AppModule.forRoot(env), new FastifyAdapter(), { logger, abortOnError: false });
  await app.init();
  await startWorker(app);
  return app;
}

/** Both in one process, as one small machine runs them. */
export const boot = (env: Environment): Promise<Running> => bootHttp(env, { worker: true });
