import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { internalPorts, queuePrefix, redisProgram, redisUsers, startRedis, type RedisOptions } from '@concordat/tool-stack';
import { Redis } from 'ioredis';
import { flush, type QueueServerOptions, type QueueServers } from './queue-servers.js';

const MASTERS = 3;
const SLOTS = 16_384;

type Server = Awaited<ReturnType<typeof startRedis>>;

/** Servers of one kind: how each is started, and started again where it was. */
async function options({ folder, secrets, progress }: QueueServerOptions, ports: readonly number[]): Promise<RedisOptions[]> {
  const program = await redisProgram(folder.programs, progress);
  const users = redisUsers(queuePrefix(secrets), secrets);
  return ports.map((port) => ({ program, directory: join(folder.redis, String(port)), port, password: secrets.redis, users, log: join(folder.logs, `redis-${port}.log`), durable: true }));
}

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

const until = async (done: () => Promise<boolean>): Promise<void> => {
  const end = Date.now() + 30_000;
  while (!(await done().catch(() => false))) {
    if (Date.now() > end) throw new Error('The Redis servers did not find each other');
    await new Promise((woken) => setTimeout(woken, 100));
  }
};

async function startEnded(servers: Map<number, Server>, each: readonly RedisOptions[]): Promise<void> {
  for (const one of each) if (servers.get(one.port)?.hasEnded() === true) servers.set(one.port, await startRedis(one));
}

/** Three masters of a cluster, each with a third of the slots. Killed is one of them. */
export async function redisCluster(given: QueueServerOptions): Promise<QueueServers> {
  const ports = await internalPorts(MASTERS);
  const each = (await options(given, ports)).map((one) => ({ ...one, settings: ['cluster-enabled yes', 'cluster-node-timeout 2000', `cluster-port ${one.port + 10_000}`, 'cluster-require-full-coverage no'] }));
  const servers = new Map<number, Server>();
  for (const one of each) servers.set(one.port, await startRedis(one));
  const urls = [...servers.values()].map(({ url }) => url);
  for (const [index, url] of urls.entries()) {
    await withRedis(url, async (redis) => {
      const [from, to] = [index, index + 1].map((place) => Math.ceil((place * SLOTS) / MASTERS));
      await redis.call('CLUSTER', 'ADDSLOTSRANGE', String(from), String((to ?? SLOTS) - 1));
      for (const other of each) await redis.call('CLUSTER', 'MEET', '127.0.0.1', String(other.port), String(other.port + 10_000));
    });
  }
  for (const url of urls) await until(() => withRedis(url, async (redis) => String(await redis.call('CLUSTER', 'INFO')).includes('cluster_state:ok') && String(await redis.call('CLUSTER', 'NODES')).trim().split('\n').length === MASTERS));
  let killed = 0;
  const [first = ''] = urls;
  const others = ports.slice(1).map((port) => `node=127.0.0.1:${port}`).join('&');
  return {
    url: `${first.replace('redis://', 'redis+cluster://')}/?${others}`,
    port: null,
    kill: async () => {
      killed = (killed + 1) % MASTERS;
      await servers.get(ports[killed] ?? 0)?.end('SIGKILL');
    },
    comeBack: async () => {
      const lost = each[killed];
      if (lost !== undefined) servers.set(lost.port, await startRedis(lost));
    },
    mend: () => startEnded(servers, each),
    empty: async () => {
      for (const url of urls) await flush(url);
    },
    stop: async () => {
      for (const server of servers.values()) await server.stop();
    },
  };
}

const SENTINELS = 3;
const NAME = 'concordat';

/** A Redis with a replica, watched by three sentinels. Killed is the one that is written to; the other takes its place. */
export async function redisSentinel(given: QueueServerOptions): Promise<QueueServers> {
  const [one = 0, two = 0, ...sentinelPorts] = await internalPorts(2 + SENTINELS);
  const password = given.secrets.redis;
  const each = (await options(given, [one, two])).map((server) => ({ ...server, settings: [`masterauth ${password}`, 'repl-diskless-sync-delay 0', ...(server.port === two ? [`replicaof 127.0.0.1 ${one}`] : [])] }));
  const servers = new Map<number, Server>();
  for (const server of each) servers.set(server.port, await startRedis(server));
  const sentinels: Server[] = [];
  for (const port of sentinelPorts) {
    const [program] = each;
    if (program === undefined) throw new Error('There is no Redis');
    const directory = join(given.folder.redis, `sentinel-${port}`);
    await mkdir(directory, { recursive: true });
    sentinels.push(await startRedis({
      program: program.program, directory, port, password: '', log: join(given.folder.logs, `sentinel-${port}.log`), durable: false, sentinel: true,
      settings: [`sentinel monitor ${NAME} 127.0.0.1 ${one} 2`, `sentinel auth-pass ${NAME} ${password}`, `sentinel down-after-milliseconds ${NAME} 2000`, `sentinel failover-timeout ${NAME} 6000`],
    }));
  }
  const master = async (): Promise<number> => {
    const [port = 0] = sentinelPorts;
    return withRedis(`redis://127.0.0.1:${port}`, async (redis) => Number(((await redis.call('SENTINEL', 'get-master-addr-by-name', NAME)) as string[])[1]));
  };
  let killed = one;
  const [first = 0, ...rest] = sentinelPorts;
  return {
    url: `redis+sentinel://:${password}@127.0.0.1:${first}/?name=${NAME}&${rest.map((port) => `node=127.0.0.1:${port}`).join('&')}`,
    port: null,
    kill: async () => {
      killed = await master();
      await servers.get(killed)?.end('SIGKILL');
    },
    comeBack: async () => {
      await until(async () => (await master()) !== killed);
      const lost = each.find(({ port }) => port === killed);
      const now = await master();
      if (lost !== undefined) servers.set(killed, await startRedis({ ...lost, settings: [`masterauth ${password}`, `replicaof 127.0.0.1 ${now}`] }));
    },
    mend: () => startEnded(servers, each),
    empty: async () => flush(servers.get(await master())?.url ?? ''),
    stop: async () => {
      for (const server of [...sentinels, ...servers.values()]) await server.stop();
    },
  };
}
