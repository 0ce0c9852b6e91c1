import { randomBytes } from 'node:crypto';
import type { ServiceName } from '@concordat/contracts-protocol';
import { client, type RouteClient } from './client.js';
import { testDatabase, type Migrate, type Provision, type TestDatabase } from './database.js';
import type { Environment } from './environment.js';
import { testKeys, type TestKeys } from './keys.js';
import type { Member } from './members.js';
import { testRedis, type TestRedis } from './redis.js';
import { testTokens, type TestTokens } from './tokens.js';

/** What services of one installation have in common; pass one service's to the next, to test them together. */
export interface Surroundings {
  keys: TestKeys;
  tokens: TestTokens;
  redis: TestRedis;
  keyStore: TestDatabase;
}

/** A service that is up. */
export interface Booted {
  url: string;
  close(): Promise<void>;
}

export interface ServiceOptions<App extends Booted> {
  service: ServiceName;
  /** Starts the service with `env` in place of `process.env`, on the port that the system gives (`PORT=0`). */
  boot: (env: Environment) => Promise<App>;
  /** platform-persistence's `provisionDatabase`. */
  provision: Provision;
  migrate: Migrate;
  /** Brings the key store's database to its shape: platform-persistence's `migrateKeyStore`. */
  migrateKeyStore: Migrate;
  /** Added to the environment, or in place of what it holds. */
  env?: Environment;
  /** Of a service started before; they are closed with that one. */
  surroundings?: Surroundings;
}

export interface TestService<App extends Booted> {
  app: App;
  url: string;
  database: TestDatabase;
  surroundings: Surroundings;
  env: Environment;
  /** Calls the service as `member`; a new token each time. */
  as(member: Member): RouteClient;
  /** Calls the service without a token. */
  anonymous: RouteClient;
  close(): Promise<void>;
}

/** Keys, tokens, a queue prefix and a key store for one or several services under test. */
export async function testSurroundings(options: { provision: Provision; migrateKeyStore: Migrate }): Promise<Surroundings> {
  const [keys, tokens, keyStore] = await Promise.all([
    testKeys(),
    testTokens(),
    testDatabase({ service: 'keys', provision: options.provision, migrate: options.migrateKeyStore }),
  ]);
  return { keys, tokens, keyStore, redis: testRedis() };
}

export async function closeSurroundings(surroundings: Surroundings): Promise<void> {
  await surroundings.tokens.close();
  await surroundings.redis.clean();
  await surroundings.keyStore.drop();
}

/** The environment that a service under test gets. */
export function serviceEnvironment(service: ServiceName, database: TestDatabase, around: Surroundings): Environment {
  return {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
    CONCORDAT_DATABASE_URL: database.appUrl,
    CONCORDAT_RELAY_DATABASE_URL: database.relayUrl,
    CONCORDAT_OWNER_DATABASE_URL: database.ownerUrl,
    CONCORDAT_KEYS_DATABASE_URL: around.keyStore.appUrl,
    CONCORDAT_REDIS_URL: around.redis.url,
    CONCORDAT_QUEUE_PREFIX: around.redis.prefix,
    CONCORDAT_REGISTRY_URL: around.tokens.registryUrl,
    ...around.keys.environmentOf(service),
    ...(service === 'partnership-registry' && {
      CONCORDAT_TOKEN_KEY: JSON.stringify(around.tokens.privateJwk),
      CONCORDAT_AUTH_SECRET: randomBytes(32).toString('base64'),
    }),
  };
}

/**
 * A whole service on a database, a queue prefix and keys of its own, called over HTTP. Close it in `afterAll`:
 * what it was given goes with it.
 */
export async function startService<App extends Booted>(options: ServiceOptions<App>): Promise<TestService<App>> {
  const around = options.surroundings ?? (await testSurroundings(options));
  const closeAround = async (): Promise<void> => {
    if (options.surroundings === undefined) await closeSurroundings(around);
  };
  const database = await testDatabase(options).catch(async (error: unknown) => {
    await closeAround();
    throw error;
  });
  const env = { ...serviceEnvironment(options.service, database, around), ...options.env };
  const app = await options.boot(env).catch(async (error: unknown) => {
    await database.drop();
    await closeAround();
    throw error;
  });
  return {
    app,
    url: app.url,
    database,
    surroundings: around,
    env,
    as: (member) => client(app.url, () => around.tokens.tokenFor(member, options.service)),
    anonymous: client(app.url, null),
    close: async () => {
      await app.close();
      await database.drop();
      await closeAround();
    },
  };
}
