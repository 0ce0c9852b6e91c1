import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Redis } from 'ioredis';
import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose';
import { Client } from 'pg';
import { z } from 'zod';
import { defineRoute } from '@concordat/contracts-protocol';
import { databaseUrl, testDatabase, type Login, type Provision } from './database.js';
import { fakeClock } from './clock.js';
import { eventually } from './eventually.js';
import { aMember } from './members.js';
import { testRedis } from './redis.js';
import { startService } from './service.js';
import { testTokens } from './tokens.js';

const provision: Provision = async (adminUrl, { database, owner, app, relay }) => {
  const run = async (url: string, statements: string[]): Promise<void> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    for (const sql of statements) await client.query(sql);
    await client.end();
  };
  const role = (login: Login): string => `create role "${login.role}" login password '${login.password}'`;
  await run(adminUrl, [role(owner), role(app), role(relay), `create database "${database}" owner "${owner.role}"`]);
};

const migrate = async (target: { ownerUrl: string; appRole: string }): Promise<void> => {
  const client = new Client({ connectionString: target.ownerUrl });
  await client.connect();
  await client.query('create table seen (what text)');
  await client.query(`grant select, insert on seen to "${target.appRole}"`);
  await client.end();
};

const whoAmI = defineRoute({
  service: 'referrals',
  method: 'GET',
  path: '/who',
  summary: 'Says who asks',
  response: z.strictObject({ userId: z.string(), prefix: z.string() }),
});

describe('a service under test', () => {
  it('has a database, a queue prefix and tokens of its own, and leaves nothing behind', async () => {
    const service = await startService({
      service: 'referrals',
      provision,
      migrate,
      provisionKeyStore: provision,
      migrateKeyStore: () => Promise.resolve(),
      boot: async (env) => {
        const keys = createRemoteJWKSet(new URL(`${env['CONCORDAT_REGISTRY_URL']}/.well-known/jwks.json`));
        const server = createServer((request, response) => {
          const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
          void jwtVerify(token, keys, { audience: 'referrals', issuer: 'partnership-registry' }).then(({ payload }) =>
            response.end(JSON.stringify({ userId: payload.sub, prefix: env['CONCORDAT_QUEUE_PREFIX'] })),
          );
        });
        server.listen(Number(env['PORT']), '127.0.0.1');
        await once(server, 'listening');
        const address = server.address();
        const port = typeof address === 'object' && address !== null ? address.port : 0;
        return {
          url: `http://127.0.0.1:${port}`,
          close: () => {
            server.closeAllConnections();
            server.close();
            return Promise.resolve();
          },
        };
      },
    });
    const member = aMember();
    const { body } = await service.as(member).call(whoAmI, {});
    expect(body).toEqual({ userId: member.userId, prefix: service.surroundings.redis.prefix });

    const app = new Client({ connectionString: service.database.appUrl });
    await app.connect();
    await app.query(`insert into seen values ('once')`);
    await app.end();
    expect(await service.database.query('select what from seen')).toEqual([{ what: 'once' }]);

    await service.close();
    const admin = new Client({ connectionString: databaseUrl(service.database.adminUrl, 'postgres') });
    await admin.connect();
    const left = await admin.query('select rolname from pg_roles where rolname like $1', [`${service.database.name}%`]);
    const databases = await admin.query('select 1 from pg_database where datname = $1', [service.database.name]);
    await admin.end();
    expect([left.rowCount, databases.rowCount]).toEqual([0, 0]);
  });

  it('drops a database whose migrations fail', async () => {
    let made = '';
    const failing = testDatabase({
      service: 'referrals',
      provision: async (adminUrl, request) => {
        made = request.database;
        await provision(adminUrl, request);
      },
      migrate: async () => Promise.reject(new Error('no such table')),
    });
    await expect(failing).rejects.toThrow('no such table');
    const admin = new Client({ connectionString: process.env['CONCORDAT_TEST_DATABASE_URL'] });
    await admin.connect();
    const databases = await admin.query('select 1 from pg_database where datname = $1', [made]);
    await admin.end();
    expect(databases.rowCount).toBe(0);
  });
});

describe('test redis', () => {
  it('cleans what holds its prefix and nothing else', async () => {
    const [mine, other] = [testRedis(), testRedis()];
    const redis = new Redis(mine.url);
    await redis.set(`bull:{${mine.prefix}:referrals}:1`, 'x');
    await redis.set(`bull:{${other.prefix}:referrals}:1`, 'x');
    await mine.clean();
    expect(await redis.exists(`bull:{${mine.prefix}:referrals}:1`)).toBe(0);
    expect(await redis.exists(`bull:{${other.prefix}:referrals}:1`)).toBe(1);
    await other.clean();
    await redis.quit();
  });
});

describe('test tokens', () => {
  it('end when they say', async () => {
    const tokens = await testTokens();
    const response = await fetch(`${tokens.registryUrl}/.well-known/jwks.json`);
    const keys = createLocalJWKSet(z.object({ keys: z.array(z.record(z.string(), z.unknown())) }).parse(await response.json()));
    const ended = await tokens.tokenFor(aMember(), 'referrals', -5);
    await expect(jwtVerify(ended, keys)).rejects.toThrow('exp');
    await tokens.close();
  });
});

describe('time in tests', () => {
  it('stands still until it is moved', () => {
    const clock = fakeClock('2026-03-01T00:00:00Z');
    clock.advance({ days: 1, hours: 2 });
    expect(clock.now().toISOString()).toBe('2026-03-02T02:00:00.000Z');
  });

  it('waits for what happens later, and fails with the last error', async () => {
    let times = 0;
    const third = await eventually(() => {
      times += 1;
      if (times < 3) throw new Error('not yet');
      return times;
    });
    expect(third).toBe(3);
    await expect(eventually(() => Promise.reject(new Error('never')), 100)).rejects.toThrow('never');
  });
});
