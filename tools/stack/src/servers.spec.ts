import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceName } from '@concordat/contracts-protocol';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { makeFolder, stackFolder } from './folder.js';
import { withScratchPostgres } from './local-database.js';
import { internalPorts } from './ports.js';
import { checkPostgres, startPostgres } from './postgres.js';
import { silent } from './progress.js';
import { redisProgram } from './redis-program.js';
import { checkRedis, startRedis } from './redis.js';
import { redisUrlOf, redisUsers, type RedisUser } from './redis-users.js';
import { makeSecrets } from './secrets.js';

async function value(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ value: unknown }>(sql);
  await client.end();
  return rows[0]?.value;
}

describe('servers that come with Concordat', () => {
  let place: string;

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'servers-'));
  });

  afterAll(() => rm(place, { recursive: true, force: true }));

  it('PostgreSQL 18 keeps what was committed over a stop', async () => {
    const start = async () => {
      const [port = 0] = await internalPorts(1);
      return startPostgres({ directory: join(place, 'postgres'), port, password: 'secret', log: join(place, 'postgres.log'), durable: true });
    };
    const first = await start();
    expect(await checkPostgres(first.url)).toBe('18');
    await value(first.url, 'create table kept as select 7 as value');
    await first.stop();
    const second = await start();
    expect(await value(second.url, 'select value from kept')).toBe(7);
    expect(await value(second.url, `select current_setting('server_encoding') || ' ' || current_setting('fsync') as value`)).toBe('UTF8 on');
    await expect(value(second.url.replace('secret', 'wrong'), 'select 1')).rejects.toThrow('password authentication failed');
    await second.stop();
  });

  it('a scratch PostgreSQL is gone afterwards', async () => {
    const folder = stackFolder(join(place, '.concordat'));
    await makeFolder(folder);
    const url = await withScratchPostgres(folder, async (address) => {
      expect(await value(address, 'select 1 as value')).toBe(1);
      return address;
    });
    await expect(checkPostgres(url)).rejects.toThrow('does not answer');
  });

  it('Redis lets a service’s user reach its own queues, write to those that hear it, and nothing else', async () => {
    const [port = 0] = await internalPorts(1);
    const secrets = makeSecrets();
    const program = await redisProgram(stackFolder().programs, silent);
    const users = redisUsers('copy', secrets);
    const server = await startRedis({ program, directory: join(place, 'redis-users'), port, password: secrets.redis, users, log: join(place, 'redis-users.log'), durable: false });
    const queue = (user: RedisUser, service: ServiceName, way: string) => {
      const [name = '', ...before] = way.split(':').reverse();
      return new Queue(name, { connection: { url: redisUrlOf(user, server.url, secrets), maxRetriesPerRequest: 0 }, prefix: [`{copy:${service}}`, ...before].join(':') });
    };
    const adds = async (user: RedisUser, service: ServiceName, name: string): Promise<string> => {
      const tried = queue(user, service, name);
      tried.on('error', () => undefined);
      const answer = await tried.add('event', {}).then(
        () => 'added',
        (error: unknown) => (error instanceof Error && error.message.includes('NOPERM') ? 'refused' : String(error)),
      );
      await tried.close();
      return answer;
    };
    expect(await adds('jag-cases', 'jag-cases', 'work')).toBe('added');
    expect(await adds('jag-cases', 'referrals', 'events')).toBe('added');
    expect(await adds('jag-cases', 'referrals', 'events:parcels')).toBe('added');
    expect(await adds('jag-cases', 'partnership-registry', 'acks')).toBe('added');
    expect(await adds('jag-cases', 'referrals', 'work')).toBe('refused');
    expect(await adds('notifications', 'jag-cases', 'events')).toBe('refused');
    expect(await adds('notifications', 'jag-cases', 'events:parcels')).toBe('refused');
    expect(await adds('web', 'jag-cases', 'events')).toBe('refused');
    const redis = new Redis(redisUrlOf('jag-cases', server.url, secrets));
    for (const command of ['keys *', 'scan 0', 'flushall', 'config get dir', 'acl list', 'get {copy:referrals}:work:meta']) {
      const [name = '', ...words] = command.split(' ');
      await expect(redis.call(name, ...words)).rejects.toThrow('NOPERM');
    }
    await redis.quit();
    await server.stop();
  });

  it('Redis never evicts, keeps its data and asks for its password', async () => {
    const program = await redisProgram(stackFolder().programs, silent);
    const start = async () => {
      const [port = 0] = await internalPorts(1);
      return startRedis({ program, directory: join(place, 'redis'), port, password: 'secret', log: join(place, 'redis.log'), durable: true });
    };
    const first = await start();
    expect(await checkRedis(first.url)).toBeNull();
    const redis = new Redis(first.url);
    await redis.set('kept', 'yes');
    await redis.quit();
    await first.stop();
    const second = await start();
    const again = new Redis(second.url);
    expect(await again.get('kept')).toBe('yes');
    await again.quit();
    await expect(checkRedis(second.url.replace(':secret@', ''))).rejects.toThrow('does not answer');
    await second.stop();
  });
});
