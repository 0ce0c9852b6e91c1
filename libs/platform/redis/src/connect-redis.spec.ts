import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { link, testRedis } from '@concordat/testing';
import { describe, expect, it } from '@jest/globals';
import { Cluster } from 'ioredis';
import { connectRedis, redisPlace } from './connect-redis.js';

describe('where Redis is', () => {
  it('reads one Redis, sentinels and a cluster, with and without TLS', () => {
    expect(redisPlace('redis://127.0.0.1')).toEqual({ kind: 'one', nodes: [{ host: '127.0.0.1', port: 6379 }], name: 'mymaster', username: undefined, password: undefined, tls: false, database: 0 });
    expect(redisPlace('rediss://jag-cases:p%40ss@redis.example:6380/2')).toMatchObject({ kind: 'one', nodes: [{ host: 'redis.example', port: 6380 }], username: 'jag-cases', password: 'p@ss', tls: true, database: 2 });
    expect(redisPlace('redis+sentinel://:secret@one.example/?node=two.example:26380&name=concordat')).toMatchObject({
      kind: 'sentinel', nodes: [{ host: 'one.example', port: 26_379 }, { host: 'two.example', port: 26_380 }], name: 'concordat', password: 'secret',
    });
    expect(redisPlace('rediss+cluster://one.example:7001/?node=two.example:7002&node=three.example:7003')).toMatchObject({
      kind: 'cluster', nodes: [{ host: 'one.example', port: 7001 }, { host: 'two.example', port: 7002 }, { host: 'three.example', port: 7003 }], tls: true,
    });
  });

  it.each(['http://127.0.0.1', 'redis+master://127.0.0.1'])('refuses %s', (url) => {
    expect(() => redisPlace(url)).toThrow('is no way to Redis');
  });

  it('takes what is asked of each connection, also of a cluster', () => {
    const one = connectRedis('redis://127.0.0.1:1', { lazyConnect: true, maxRetriesPerRequest: 3 });
    const cluster = connectRedis('redis+cluster://127.0.0.1:1', { lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 3 });
    expect(one.options).toMatchObject({ maxRetriesPerRequest: 3 });
    expect(cluster).toBeInstanceOf(Cluster);
    expect(cluster.options).toMatchObject({ enableOfflineQueue: false, redisOptions: { maxRetriesPerRequest: 3 } });
    one.disconnect();
    cluster.disconnect();
  });

  it('leaves a server that says nothing any more, and finds it again', async () => {
    const { url } = testRedis();
    const way = await link(url);
    const redis = connectRedis(way.url, { maxRetriesPerRequest: null, disconnectTimeout: 100 }, { askEvery: 200, answerWithin: 300 });
    const errors: unknown[] = [];
    redis.on('error', (error) => errors.push(error));
    try {
      expect(await redis.ping()).toBe('PONG');
      way.silence();
      await once(redis, 'close', { signal: AbortSignal.timeout(20_000) });
      way.mend();
      expect(await redis.ping()).toBe('PONG');
    } finally {
      redis.disconnect();
      await way.close();
    }
  });

  it('stays with a server that answers with a refusal, as one whose disk is full does', async () => {
    const connections: Socket[] = [];
    let asked = 0;
    const full = createServer((socket) => {
      connections.push(socket);
      socket.on('data', () => {
        asked += 1;
        socket.write('-MISCONF Errors writing to the AOF file: No space left on device\r\n');
      });
    }).listen(0, '127.0.0.1');
    await once(full, 'listening');
    const redis = connectRedis(`redis://127.0.0.1:${(full.address() as AddressInfo).port}`, { enableReadyCheck: false, disableClientInfo: true }, { askEvery: 30, answerWithin: 20 });
    try {
      while (asked < 5) await pause(20);
      expect(connections).toHaveLength(1);
    } finally {
      redis.disconnect();
      full.close();
    }
  });
});
