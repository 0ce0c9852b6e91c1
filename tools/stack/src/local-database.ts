import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceName } from '@concordat/contracts-protocol';
import { accountsFile, isBegun } from './accounts.js';
import { chosenIn } from './chosen.js';
import { databaseEnvironment, type Environment } from './environment.js';
import { CannotRun } from './failure.js';
import { announce, buildStamp, makeFolder, readIfThere, runningStack, withdraw, type StackFolder } from './folder.js';
import { internalPorts } from './ports.js';
import { checkPostgres, startPostgres, type RunningServer } from './postgres.js';
import { lastLines, runProgram } from './processes.js';
import type { Progress } from './progress.js';
import { redisProgram } from './redis-program.js';
import { startRedis } from './redis.js';
import { installationSecrets } from './secrets.js';
import { migrationProgram } from './services.js';
import { Stack } from './stack.js';
import { runTask } from './task.js';

export interface LocalDatabaseOptions {
  folder: StackFolder;
  progress: Progress;
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs `work` with the database of `service` as this copy of Concordat has it: of the stack that runs, or of one
 * started for it and stopped after. A copy that was never started is started whole first, so that its demo is there.
 */
export async function withLocalDatabase<T>(service: ServiceName, options: LocalDatabaseOptions, work: (env: Environment) => Promise<T>): Promise<T> {
  const { folder, progress, env } = options;
  await makeFolder(folder);
  const running = await runningStack(folder);
  const environment = async (postgresUrl: string): Promise<Environment> => databaseEnvironment(service, postgresUrl, await installationSecrets(folder));
  if (running !== null) return work(await environment(running.postgresUrl));
  if (!(await isBegun(accountsFile(folder, chosenIn(env).postgresUrl)))) {
    progress.note('Concordat has not been started here yet: it starts now, and stops after this.');
    const stack = new Stack({ folder, progress, env, fresh: false });
    const ready = await stack.start();
    if (ready === null) throw new CannotRun('The start was stopped.', 'Start it with: npm start');
    try {
      return await work(await environment(ready.postgresUrl));
    } finally {
      await stack.stop();
    }
  }
  return withPostgres(options, async (postgresUrl) => {
    const ownEnvironment = await environment(postgresUrl);
    if ((await readIfThere(folder.migrated)) !== (await buildStamp())) await migrate(service, postgresUrl, ownEnvironment, folder);
    return work(ownEnvironment);
  });
}

async function withPostgres<T>({ folder, env }: LocalDatabaseOptions, work: (postgresUrl: string) => Promise<T>): Promise<T> {
  const theirs = chosenIn(env).postgresUrl;
  if (theirs !== undefined) {
    await checkPostgres(theirs);
    return work(theirs);
  }
  const secrets = await installationSecrets(folder);
  const [port = 0] = await internalPorts(1);
  const log = join(folder.logs, 'postgresql.log');
  const server = await startPostgres({ directory: folder.postgres, port, password: secrets.postgres, log, durable: true });
  await announce(folder, { web: null, postgresUrl: server.url, redisUrl: null });
  try {
    return await work(server.url);
  } finally {
    await withdraw(folder);
    await server.stop();
  }
}

async function migrate(service: ServiceName, postgresUrl: string, env: Environment, folder: StackFolder): Promise<void> {
  await runTask('prepare-databases', { postgresUrl, folder: folder.path, services: [service] });
  const program = migrationProgram(service, env, folder);
  if ((await runProgram(program)) !== 0) {
    throw new CannotRun(`The ${program.name} failed. Their last words:\n\n${await lastLines(program.log)}\n`, `All of them are in ${program.log}`);
  }
}

/** Runs `work` with the server of this copy's databases, as its superuser: the one that runs, or one started for it. */
export async function withLocalServer<T>(options: LocalDatabaseOptions, work: (postgresUrl: string) => Promise<T>): Promise<T> {
  const { folder, env } = options;
  await makeFolder(folder);
  const running = await runningStack(folder);
  if (running !== null) return work(running.postgresUrl);
  if (!(await isBegun(accountsFile(folder, chosenIn(env).postgresUrl)))) throw new CannotRun('Concordat has not been started in this folder: it holds no data.', 'Start it with: npm start');
  return withPostgres(options, work);
}

/** The databases of all services that were ever made here; for commands that only read. */
export async function withLocalDatabases<T>(options: LocalDatabaseOptions, work: (env: (service: ServiceName) => Environment) => Promise<T>): Promise<T> {
  return withLocalServer(options, async (postgresUrl) => {
    const secrets = await installationSecrets(options.folder);
    return work((service) => databaseEnvironment(service, postgresUrl, secrets));
  });
}

/** Runs `work` with an empty PostgreSQL that is thrown away after; it gets the address of its superuser. */
export async function withScratchPostgres<T>(folder: StackFolder, work: (url: string) => Promise<T>): Promise<T> {
  await makeFolder(folder);
  const place = await mkdtemp(join(folder.path, 'scratch-'));
  try {
    const [port = 0] = await internalPorts(1);
    const server = await startPostgres({ directory: join(place, 'postgres'), port, password: 'scratch', log: join(place, 'postgresql.log'), durable: false });
    try {
      return await work(server.url);
    } finally {
      await server.stop();
    }
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}


/** Runs `work` with an empty PostgreSQL and an empty Redis, both as durable as those of an installation, that are thrown away after. */
export async function withScratchServers<T>(folder: StackFolder, progress: Progress, work: (servers: { postgresUrl: string; redisUrl: string }) => Promise<T>): Promise<T> {
  await makeFolder(folder);
  const program = await redisProgram(folder.programs, progress);
  const place = await mkdtemp(join(folder.path, 'scratch-'));
  const servers: RunningServer[] = [];
  try {
    const [postgresPort = 0, redisPort = 0] = await internalPorts(2);
    const postgres = await startPostgres({ directory: join(place, 'postgres'), port: postgresPort, password: 'scratch', log: join(place, 'postgresql.log'), durable: true });
    servers.push(postgres);
    const redis = await startRedis({ program, directory: join(place, 'redis'), port: redisPort, password: '', log: join(place, 'redis.log'), durable: true });
    servers.push(redis);
    return await work({ postgresUrl: postgres.url, redisUrl: redis.url });
  } finally {
    for (const server of servers.reverse()) await server.stop();
    await rm(place, { recursive: true, force: true });
  }
}
