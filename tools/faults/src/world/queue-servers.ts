import { join } from 'node:path';
import { internalPorts, queuePrefix, redisProgram, redisUsers, startRedis, type Progress, type Secrets, type StackFolder } from '@concordat/tool-stack';
import { Redis } from 'ioredis';
import type { Proxy } from '../links/proxy.js';

/** The Redis of a run, in one of the ways in which installations have it. */
export interface QueueServers {
  /** For the settings of processes, as the operator. */
  url: string;
  /** Ports in `url`, to each of which a process can have a way of its own; none where sentinels tell where the Redis is. */
  ports: readonly number[];
  /** Ways to servers of an ensemble, which all processes share, if the run wants ways that can be broken. */
  ways: readonly Proxy[];
  /** Ends servers without warning, all or the one that is written to, and after some time has them back. */
  kill(): Promise<void>;
  comeBack(): Promise<void>;
  /** Starts again what ended by itself. */
  mend(): Promise<void>;
  /** Deletes everything. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

export interface QueueServerOptions {
  folder: StackFolder;
  secrets: Secrets;
  progress: Progress;
  /** Whether the ways to the servers are to be ones that can be broken. */
  links: boolean;
}

/** One Redis, as `npm start` has it. */
export async function oneRedis({ folder, secrets, progress }: QueueServerOptions): Promise<QueueServers> {
  const program = await redisProgram(folder.programs, progress);
  const [port = 0] = await internalPorts(1);
  const users = redisUsers(queuePrefix(secrets), secrets);
  const start = () => startRedis({ program, directory: folder.redis, port, password: secrets.redis, users, log: join(folder.logs, 'redis.log'), durable: true });
  let server = await start();
  return {
    url: server.url,
    ports: [port],
    ways: [],
    kill: () => server.end('SIGKILL'),
    comeBack: async () => {
      server = await start();
    },
    mend: async () => {
      if (server.hasEnded()) server = await start();
    },
    empty: () => flush(server.url),
    stop: () => server.stop(),
  };
}

/** Deletes every key of one server. */
export async function flush(url: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  try {
    await redis.flushall();
  } finally {
    redis.disconnect();
  }
}
