import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { internalPorts, queuePrefix, redisProgram, redisUsers, startRedis, type RedisOptions } from '@concordat/tool-stack';
import { Redis } from 'ioredis';
import { Proxy } from '../links/proxy.js';
import { flush, type QueueServerOptions, type QueueServers } from './queue-servers.js';

const MASTERS = 3;
const SLOTS = 16_384;

type Server = Awaited<ReturnType<typeof startRedis>>;

/** A server of an ensemble, started again where it was. */
interface Node {
  server: RedisOptions;
  /** The port that it tells others: its own, or that of the way to it. */
  at: number;
  way: Proxy | null;
}

async function makeNodes({ folder, secrets, progress, links }: QueueServerOptions, count: number): Promise<Node[]> {
  const program = await redisProgram(folder.programs, progress);
  const users = redisUsers(queuePrefix(secrets), secrets);
  const ports = await internalPorts(count);
  return Promise.all(ports.map(async (port): Promise<Node> => {
    const way = links ? await Proxy.to(port) : null;
    const server = { program, directory: join(folder.redis, String(port)), port, password: secrets.redis, users, log: join(folder.logs, `redis-${port}.log`), durable: true };
    return { server, at: way?.port ?? port, way };
  }));
}

const waysOf = (nodes: readonly Node[]): Proxy[] => nodes.flatMap(({ way }) => (way === null ? [] : [way]));

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

/** Three masters of a cluster, each with a third of the slots. Killed is one of them. */
export async function redisCluster(given: QueueServerOptions): Promise<QueueServers> {
  const nodes = await makeNodes(given, MASTERS);
  const each = nodes.map(({ server, at }): RedisOptions => {
    const bus = server.port + 10_000;
    const settings = ['cluster-enabled yes', 'cluster-node-timeout 2000', `cluster-port ${bus}`, `cluster-announce-port ${at}`, `cluster-announce-bus-port ${bus}`, 'cluster-require-full-coverage no'];
    return { ...server, settings };
  });
  const servers = new Map<number, Server>();
  for (const one of each) servers.set(one.port, await startRedis(one));
  const urls = [...servers.values()].map(({ url }) => url);
  for (const [index, url] of urls.entries()) {
    await withRedis(url, async (redis) => {
      const [from, to] = [index, index + 1].map((place) => Math.ceil((place * SLOTS) / MASTERS));
      await redis.call('CLUSTER', 'ADDSLOTSRANGE', String(from), String((to ?? SLOTS) - 1));
      for (const { server, at } of nodes) await redis.call('CLUSTER', 'MEET', '127.0.0.1', String(at), String(server.port + 10_000));
    });
  }
  for (const url of urls) await until(() => withRedis(url, async (redis) => String(await redis.call('CLUSTER', 'INFO')).includes('cluster_state:ok') && String(await redis.call('CLUSTER', 'NODES')).trim().split('\n').length === MASTERS));
  let killed = 0;
  const [first, ...others] = nodes.map(({ at }) => `127.0.0.1:${at}`);
  return {
    url: `redis+cluster://:${given.secrets.redis}@${first}/?${others.map((node) => `node=${node}`).join('&')}`,
    ports: nodes.map(({ at }) => at),
    ways: waysOf(nodes),
    kill: async () => {
      killed = (killed + 1) % MASTERS;
      await servers.get(each[killed]?.port ?? 0)?.end('SIGKILL');
    },
    comeBack: async () => {
      const lost = each[killed];
      if (lost !== undefined) servers.set(lost.port, await startRedis(lost));
    },
    mend: async () => {
      for (const one of each) if (servers.get(one.port)?.hasEnded() === true) servers.set(one.port, await startRedis(one));
    },
    empty: async () => {
      for (const url of urls) await flush(url);
    },
    stop: async () => {
      for (const server of servers.values()) await server.stop();
      for (const way of waysOf(nodes)) await way.close();
    },
  };
}

const SENTINELS = 3;
const NAME = 'concordat';

/** A Redis with a replica, watched by three sentinels. Killed is the one that is written to; the other takes its place. */
export async function redisSentinel(given: QueueServerOptions): Promise<QueueServers> {
  const password = given.secrets.redis;
  const nodes = await makeNodes(given, 2);
  const [one, two] = nodes;
  if (one === undefined || two === undefined) throw new Error('There is no Redis');
  const follows = ({ server, at }: Node, master: number | null): RedisOptions => ({
    ...server,
    settings: [`masterauth ${password}`, 'repl-diskless-sync-delay 0', 'replica-announce-ip 127.0.0.1', `replica-announce-port ${at}`, ...(master === null ? [] : [`replicaof 127.0.0.1 ${master}`])],
  });
  const servers = new Map<number, Server>([[one.at, await startRedis(follows(one, null))], [two.at, await startRedis(follows(two, one.at))]]);
  const sentinelPorts = await internalPorts(SENTINELS);
  const sentinels: Server[] = [];
  for (const port of sentinelPorts) {
    const directory = join(given.folder.redis, `sentinel-${port}`);
    await mkdir(directory, { recursive: true });
    sentinels.push(await startRedis({
      program: one.server.program, directory, port, password: '', log: join(given.folder.logs, `sentinel-${port}.log`), durable: false, sentinel: true,
      settings: [`sentinel monitor ${NAME} 127.0.0.1 ${one.at} 2`, `sentinel auth-pass ${NAME} ${password}`, `sentinel down-after-milliseconds ${NAME} 2000`, `sentinel failover-timeout ${NAME} 6000`],
    }));
  }
  const [first = 0, ...rest] = sentinelPorts;
  /** By the port that it tells others. */
  const master = (): Promise<number> =>
    withRedis(`redis://127.0.0.1:${first}`, async (redis) => Number(((await redis.call('SENTINEL', 'get-master-addr-by-name', NAME)) as string[])[1]));
  const startAgain = async (now: number): Promise<void> => {
    for (const node of nodes) if (servers.get(node.at)?.hasEnded() === true) servers.set(node.at, await startRedis(follows(node, node.at === now ? null : now)));
  };
  let killed = one.at;
  return {
    url: `redis+sentinel://:${password}@127.0.0.1:${first}/?name=${NAME}&${rest.map((port) => `node=127.0.0.1:${port}`).join('&')}`,
    ports: [],
    ways: waysOf(nodes),
    kill: async () => {
      killed = await master();
      await servers.get(killed)?.end('SIGKILL');
    },
    comeBack: async () => {
      await until(async () => (await master()) !== killed);
      await startAgain(await master());
    },
    mend: async () => startAgain(await master()),
    empty: async () => flush(servers.get(await master())?.url ?? ''),
    stop: async () => {
      for (const server of [...sentinels, ...servers.values()]) await server.stop();
      for (const way of waysOf(nodes)) await way.close();
    },
  };
}
