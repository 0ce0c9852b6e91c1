import { setTimeout as pause } from 'node:timers/promises';
import { Cluster, Redis, type RedisOptions } from 'ioredis';

/** One Redis, whether it stands alone or is found by its sentinels; or a cluster. */
export type RedisConnection = Redis | Cluster;

interface Node {
  host: string;
  port: number;
}

/** Where Redis is, as `CONCORDAT_REDIS_URL` says it. */
export interface RedisPlace {
  kind: 'one' | 'sentinel' | 'cluster';
  /** The Redis, or those sentinels or nodes of the cluster that are asked first. */
  nodes: Node[];
  /** What the sentinels call the Redis that is written to. */
  name: string;
  username: string | undefined;
  password: string | undefined;
  tls: boolean;
  database: number;
}

/** Longest wait between two tries to connect, in milliseconds. */
const LONGEST_WAIT = 2_000;
const reconnect = (times: number): number => Math.min(times * 100, LONGEST_WAIT);

/**
 * How often a server is asked whether it is there, and how long it has for the answer, in milliseconds: a machine that is
 * gone says nothing, and its connection would stay for ever.
 */
const PATIENCE = { askEvery: 4_000, answerWithin: 4_000 };

const PORTS = { one: 6379, sentinel: 26_379, cluster: 6379 } as const;

/**
 * Reads `redis://`, `redis+sentinel://` and `redis+cluster://` (`rediss…` for TLS). The latter two name further
 * sentinels or nodes as `?node=HOST:PORT&node=…`, and a sentinel's address the Redis that it watches: `&name=…`.
 *
 * @throws Error for what is none
 */
export function redisPlace(url: string): RedisPlace {
  const address = new URL(url);
  const [scheme = '', way = 'one'] = address.protocol.slice(0, -1).split('+');
  if (!['redis', 'rediss'].includes(scheme) || (way !== 'one' && way !== 'sentinel' && way !== 'cluster')) throw new Error(`${address.protocol} is no way to Redis`);
  const others = address.searchParams.getAll('node').map((node) => new URL(`redis://${node}`));
  const text = (value: string): string | undefined => (value === '' ? undefined : decodeURIComponent(value));
  return {
    kind: way,
    nodes: [address, ...others].map(({ hostname, port }) => ({ host: hostname || '127.0.0.1', port: Number(port || PORTS[way]) })),
    name: address.searchParams.get('name') ?? 'mymaster',
    username: text(address.username),
    password: text(address.password),
    tls: scheme === 'rediss',
    database: way === 'one' ? Number(address.pathname.slice(1) || 0) : 0,
  };
}

/**
 * A connection to the Redis of `url`, however it is kept: alone, behind sentinels, or as a cluster. It connects again
 * for as long as it is open, and gives up a server that is silent.
 *
 * @param options of each connection to a server, as ioredis takes them
 * @param patience with a server that says nothing, in milliseconds
 */
export function connectRedis(url: string, options: RedisOptions = {}, patience = PATIENCE): RedisConnection {
  const connection = open(url, options);
  const asking = setInterval(() => {
    for (const server of connection instanceof Cluster ? connection.nodes() : [connection]) void leaveIfSilent(server, patience.answerWithin);
  }, patience.askEvery);
  // It keeps nothing alive, and ends with the connection.
  asking.unref();
  connection.once('end', () => clearInterval(asking));
  return connection;
}

async function leaveIfSilent(server: Redis, answerWithin: number): Promise<void> {
  if (server.status !== 'ready') return;
  const answered = server.ping().then(
    () => true,
    // A refusal is an answer, e.g. of a server whose disk is full.
    (error: unknown) => server.status !== 'ready' || (error instanceof Error && error.name === 'ReplyError'),
  );
  if (!(await Promise.race([answered, pause(answerWithin, false, { ref: false })]))) server.disconnect(true);
}

function open(url: string, options: RedisOptions): RedisConnection {
  const { kind, nodes, name, username, password, tls, database } = redisPlace(url);
  const each: RedisOptions = {
    retryStrategy: reconnect,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls && { tls: {} }),
    ...options,
  };
  switch (kind) {
    case 'one': {
      const [node] = nodes;
      return new Redis({ ...each, host: node?.host ?? '127.0.0.1', port: node?.port ?? PORTS.one, db: database });
    }
    case 'sentinel':
      // A failover takes some seconds: sentinels are asked again until they name a server.
      return new Redis({ ...each, sentinels: nodes, name, enableTLSForSentinelMode: tls, ...(tls && { sentinelTLS: {} }), sentinelRetryStrategy: reconnect });
    case 'cluster':
      return new Cluster(nodes, {
        redisOptions: each,
        clusterRetryStrategy: reconnect,
        // What waits for a connection elsewhere waits for the cluster here.
        ...(options.enableOfflineQueue !== undefined && { enableOfflineQueue: options.enableOfflineQueue }),
        slotsRefreshTimeout: 2_000,
      });
  }
}
