import type { ServiceName } from '@concordat/contracts-protocol';
import { verifyAuditOf } from '@concordat/platform-audit';
import { migrationSettings, readSettings, serviceSettings } from '@concordat/platform-config';
import { createHttpApp, serveHealth, stopOnSignals, type Closable } from '@concordat/platform-http';
import { createLogger, NestLogger } from '@concordat/platform-logging';
import { Queues, startWorker } from '@concordat/platform-messaging';
import { startTelemetry } from '@concordat/platform-telemetry';
import { Database, runMigrations, type MigrationClass } from '@concordat/platform-persistence';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Environment } from './foundation.module.js';

export interface Program {
  service: ServiceName;
  /** The service's root module; the same for requests and queue work. */
  module: (env: Environment) => DynamicModule;
  migrations: readonly MigrationClass[];
}

/** A process of a service that answers requests. */
export interface Running {
  app: NestFastifyApplication;
  url: string;
  close(): Promise<void>;
}

export interface MigrationTarget {
  ownerUrl: string;
  appRole: string;
  relayRole: string;
}

/** What a process does that is up and takes nothing from its queues: unless given, nothing. */
type OnIdle = (idle: readonly string[]) => void;

const httpSettings = serviceSettings.pick({ HOST: true, PORT: true, CONCORDAT_REDIS_URL: true, CONCORDAT_QUEUE_PREFIX: true });
const roleSettings = migrationSettings.extend(serviceSettings.pick({ CONCORDAT_DATABASE_URL: true, CONCORDAT_RELAY_DATABASE_URL: true }).shape);

/** Answers requests; with `worker`, does the queue work in the same process. */
export async function bootHttp({ service, module }: Program, env: Environment, { worker, onIdle }: { worker: boolean; onIdle?: OnIdle }): Promise<Running> {
  const settings = readSettings(httpSettings, env);
  const redis = { url: settings.CONCORDAT_REDIS_URL, prefix: settings.CONCORDAT_QUEUE_PREFIX };
  const app = await createHttpApp(module(env), { service, redis });
  try {
    if (worker) await startWorker(app, undefined, onIdle);
    await app.listen(settings.PORT, settings.HOST);
  } catch (error) {
    await app.close();
    throw error;
  }
  return { app, url: await app.getUrl(), close: () => app.close() };
}

/** Does the queue work alone; its port tells how it does, and serves nothing of the service. */
export async function bootWorker({ service, module }: Program, env: Environment, { onIdle }: { onIdle?: OnIdle } = {}): Promise<Closable> {
  const settings = readSettings(httpSettings, env);
  const logger = new NestLogger(createLogger(service));
  const app = await NestFactory.create(module(env), new FastifyAdapter(), { logger, abortOnError: false });
  try {
    await app.init();
    await startWorker(app, undefined, onIdle);
    const checks = { postgresql: reachable(app.get(Database)), redis: () => app.get(Queues, { strict: false }).demand() };
    const health = await serveHealth(service, { port: settings.PORT, host: settings.HOST }, checks);
    return { close: () => Promise.all([health.close(), app.close()]) };
  } catch (error) {
    await app.close();
    throw error;
  }
}

const reachable = (database: Database) => async (): Promise<void> => {
  if (!(await database.isReachable())) throw new Error('the database does not answer');
};

/** Both in one process, as one small machine runs them. */
export const bootService = (program: Program, env: Environment): Promise<Running> => bootHttp(program, env, { worker: true });

/** The release step: brings the database to the shape that this version needs. */
export async function migrate({ service, migrations }: Program, { ownerUrl, appRole, relayRole }: MigrationTarget): Promise<void> {
  const ran = await runMigrations(ownerUrl, { service, migrations, appRole, relayRole });
  createLogger(service).info({ ran }, 'migrations are done');
}

/** A process of its own: `main.ts`, `worker.ts`, `service.ts`, `migrate.ts` and `verify.ts` of a service each run one part of its program. */
export async function run(program: Program, part: 'http' | 'worker' | 'service' | 'migrate' | 'verify'): Promise<void> {
  const logger = createLogger(program.service);
  // Whatever supervises the process starts it again: nothing of it is to be trusted, so nothing is closed first.
  const onIdle: OnIdle = (idle) => {
    logger.fatal({ idle }, 'the process is up, and these of its queues or its relay do not work: it ends, to be started again');
    process.exit(1);
  };
  switch (part) {
    case 'http':
    case 'service': {
      const telemetry = await startTelemetry(program.service, process.env);
      const running = await bootHttp(program, process.env, { worker: part === 'service', onIdle });
      stopOnSignals([running, telemetry], logger);
      logger.info({ url: running.url, part }, 'ready');
      return;
    }
    case 'worker': {
      const telemetry = await startTelemetry(program.service, process.env);
      stopOnSignals([await bootWorker(program, process.env, { onIdle }), telemetry], logger);
      logger.info({ part }, 'ready');
      return;
    }
    case 'migrate': {
      const settings = readSettings(roleSettings, process.env);
      await migrate(program, {
        ownerUrl: settings.CONCORDAT_OWNER_DATABASE_URL,
        appRole: roleOf(settings.CONCORDAT_DATABASE_URL),
        relayRole: roleOf(settings.CONCORDAT_RELAY_DATABASE_URL),
      });
      return;
    }
    case 'verify':
      process.exitCode = await verifyAuditOf({ service: program.service, env: process.env }, (line) => process.stdout.write(`${line}\n`));
  }
}

const roleOf = (url: string): string => decodeURIComponent(new URL(url).username);
