import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Redis } from 'ioredis';
import { CannotRun } from './failure.js';
import { hasEnded, lastLines, startProgram, stopChild } from './processes.js';
import type { RunningServer } from './postgres.js';

export interface RedisOptions {
  program: string;
  directory: string;
  port: number;
  /** Empty for none. */
  password: string;
  log: string;
  /** Content of its file of users, which says their passwords; none unless given. */
  users?: string;
  /** False for tests: nothing is written to disk. */
  durable: boolean;
  /** Further lines of its configuration, e.g. of a cluster. */
  settings?: readonly string[];
  /** Whether it watches others, in place of keeping anything. */
  sentinel?: boolean;
}

/** Starts a Redis that never evicts, and waits until it answers. */
export async function startRedis(options: RedisOptions): Promise<RunningServer> {
  await mkdir(options.directory, { recursive: true, mode: 0o700 });
  const configuration = join(options.directory, 'redis.conf');
  // In a file and not on the command line, which every user of the machine can read.
  const lines = [
    'bind 127.0.0.1',
    `port ${options.port}`,
    `dir "${options.directory}"`,
    'daemonize no',
    ...(options.sentinel === true ? [] : ['save ""', `appendonly ${options.durable ? 'yes' : 'no'}`, 'maxmemory-policy noeviction']),
    ...(await passwords(options)),
    ...(options.settings ?? []),
  ];
  await writeFile(configuration, `${lines.join('\n')}\n`, { mode: 0o600 });
  const child = startProgram({
    name: 'Redis',
    command: [options.program, configuration, ...(options.sentinel === true ? ['--sentinel'] : [])],
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' },
    cwd: dirname(options.directory),
    log: options.log,
  });
  const url = `redis://${options.password === '' ? '' : `:${options.password}@`}127.0.0.1:${options.port}`;
  const end = Date.now() + 30_000;
  while (!(await answers(url))) {
    if (hasEnded(child) || child.pid === undefined || Date.now() > end) {
      const said = await lastLines(options.log);
      await stopChild(child);
      throw new CannotRun(`Redis did not start. Its last words:\n\n${said}\n`, `All of them are in ${options.log}`);
    }
    await new Promise((woken) => setTimeout(woken, 50));
  }
  return { url, stop: () => stopChild(child, 'SIGTERM', 10_000), end: (signal) => stopChild(child, signal, 10_000), hasEnded: () => hasEnded(child) };
}

/** A file of users stands in the place of the one password. */
async function passwords({ password, users, directory }: RedisOptions): Promise<string[]> {
  if (users === undefined) return password === '' ? [] : [`requirepass ${password}`];
  const file = join(directory, 'users.acl');
  await writeFile(file, users, { mode: 0o600 });
  return [`aclfile "${file}"`];
}

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    // A server that still reads its data answers with an error.
    await redis.ping();
    return true;
  } catch {
    return false;
  } finally {
    // `disconnect` keeps a timer for two seconds; it is for a server that no longer listens.
    if (redis.status !== 'end') await redis.quit().catch(() => redis.disconnect());
  }
}

/** Asks a Redis that was named by `REDIS_URL` whether it will do; answers what it warns of. */
export async function checkRedis(url: string): Promise<string | null> {
  if (!(await answers(url))) {
    throw new CannotRun('The Redis of REDIS_URL does not answer.', 'Check the address, or leave REDIS_URL out to use one of this machine.');
  }
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  try {
    const memory = await redis.info('memory');
    const policy = /maxmemory_policy:(\S+)/.exec(memory)?.[1] ?? 'noeviction';
    return policy === 'noeviction' ? null : `That Redis may throw queued work away (maxmemory-policy ${policy}): set it to noeviction.`;
  } finally {
    await redis.quit();
  }
}

/** Deletes every key that holds `prefix`. */
export async function forgetKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  try {
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(cursor, 'MATCH', `*${prefix}*`, 'COUNT', 1000);
      cursor = next;
      if (keys.length > 0) await redis.unlink(...keys);
    } while (cursor !== '0');
  } finally {
    await redis.quit();
  }
}
