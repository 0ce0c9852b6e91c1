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
  /** platform-persistence's `provisionKeyStore`. */
  provisionKeyStore: Provision;
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
  keyStore: TestDatabase;
  surroundings: Surroundings;
  env: Environment;
  /** Calls the service as `member`; a new token each time. */
  as(member: Member): RouteClient;
  /** Calls the service without a token. */
  anonymous: RouteClient;
  close(): Promise<void>;
}

/** Keys, tokens and a queue prefix for one or several services under test. */
export async function testSurroundings(): Promise<Surroundings> {
  const [keys, tokens] = await Promise.all([testKeys(), testTokens()]);
  return { keys, tokens, redis: testRedis() };
}

export async function closeSurroundings(surroundings: Surroundings): Promise<void> {
  await surroundings.tokens.close();
  await surroundings.redis.clean();
}

/** The environment that a service under test gets. */
export function serviceEnvironment(
  service: ServiceName,
  databases: { database: TestDatabase; keyStore: TestDatabase },
  around: Surroundings,
): Environment {
  const { database, keyStore } = databases;
  return {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
    CONCORDAT_DATABASE_URL: database.appUrl,
    CONCORDAT_RELAY_DATABASE_URL: database.relayUrl,
    CONCORDAT_AUDIT_KEY: randomBytes(32).toString('base64'),
    CONCORDAT_OWNER_DATABASE_URL: database.ownerUrl,
    CONCORDAT_KEYS_DATABASE_URL: keyStore.appUrl,
    CONCORDAT_REDIS_URL: around.redis.url,
    CONCORDAT_QUEUE_PREFIX: around.redis.prefix,
    CONCORDAT_REGISTRY_URL: around.tokens.registryUrl,
    ...around.keys.environmentOf(service),
    ...(service === 'partnership-registry' && {
      CONCORDAT_TOKEN_KEY: JSON.stringify(around.tokens.privateJwk),
      CONCORDAT_AUTH_SECRET: randomBytes(32).toString('base64'),
      // A hundred passwords a file are set and given, which nobody guards.
      CONCORDAT_PASSWORD_COST: '8',
    }),
  };
}

/**
 * A whole service on a database, a queue prefix and keys of its own, called over HTTP. Close it in `afterAll`:
 * what it was given goes with it.
 */
export async function startService<App extends Booted>(options: ServiceOptions<App>): Promise<TestService<App>> {
  const { service } = options;
  const undo: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const around = options.surroundings ?? (await testSurroundings());
    if (options.surroundings === undefined) undo.push(() => closeSurroundings(around));
    const database = await testDatabase(options);
    undo.push(() => database.drop());
    const keyStore = await testDatabase({ service: 'keys', provision: options.provisionKeyStore, migrate: options.migrateKeyStore });
    undo.push(() => keyStore.drop());
    const env = { ...serviceEnvironment(service, { database, keyStore }, around), ...options.env };
    const app = await options.boot(env);
    undo.push(() => app.close());
    return {
      app,
      url: app.url,
      database,
      keyStore,
      surroundings: around,
      env,
      as: (member) => client(app.url, () => around.tokens.tokenFor(member, service)),
      anonymous: client(app.url, null),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
