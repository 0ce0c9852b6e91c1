import { randomBytes } from 'node:crypto';
import type { EntityName } from '@mikro-orm/postgresql';
import { Test } from '@nestjs/testing';
import { Client } from 'pg';
import { Clock, Database, databaseUrl, PersistenceModule, provisionDatabase, runMigrations, type MigrationClass } from '../src/index.js';

export const adminUrl = process.env['CONCORDAT_TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

export interface TestDatabase {
  ownerUrl: string;
  appUrl: string;
  relayUrl: string;
  appRole: string;
  relayRole: string;
  /** One statement as superuser, past row-level security. */
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** A database of its own with the three roles. */
export async function newDatabase(): Promise<TestDatabase> {
  const name = `t_persistence_${randomBytes(5).toString('hex')}`;
  const login = (kind: string) => ({ role: `${name}_${kind}`, password: randomBytes(9).toString('base64') });
  const [owner, app, relay] = [login('owner'), login('app'), login('relay')];
  await provisionDatabase(adminUrl, { database: name, owner, app, relay });
  return {
    ownerUrl: databaseUrl(adminUrl, name, owner),
    appUrl: databaseUrl(adminUrl, name, app),
    relayUrl: databaseUrl(adminUrl, name, relay),
    appRole: app.role,
    relayRole: relay.role,
    query: <Row extends object>(sql: string, values?: unknown[]) => withClient(databaseUrl(adminUrl, name), async (client) => (await client.query<Row>(sql, values)).rows),
    drop: () =>
      withClient(adminUrl, async (client) => {
        await client.query(`drop database if exists "${name}" with (force)`);
        for (const { role } of [app, relay, owner]) await client.query(`drop role if exists "${role}"`);
      }),
  };
}

export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A clock that stands where a test puts it. */
export class SetClock extends Clock {
  at = new Date('2026-02-02T09:00:00.000Z');

  override now(): Date {
    return this.at;
  }
}

export interface Surroundings {
  database: TestDatabase;
  entities: readonly EntityName[];
  migrations: readonly MigrationClass[];
  /** What the database has, when that is less than what the service needs. */
  migrated?: readonly MigrationClass[];
  connections?: number;
  env?: Readonly<Record<string, string>>;
}

/** The module as a service starts it, on `database`, migrated. */
export async function startPersistence({ database, entities, migrations, migrated = migrations, connections = 4, env = {} }: Surroundings) {
  await runMigrations(database.ownerUrl, { service: 'jag-cases', migrations: migrated, appRole: database.appRole, relayRole: database.relayRole });
  const clock = new SetClock();
  const module = await Test.createTestingModule({
    imports: [
      PersistenceModule.forRoot({
        service: 'jag-cases',
        entities,
        migrations,
        env: {
          CONCORDAT_DATABASE_URL: database.appUrl,
          CONCORDAT_KEYS_DATABASE_URL: database.appUrl,
          CONCORDAT_ROOT_KEY: Buffer.alloc(32, 1).toString('base64'),
          CONCORDAT_SEARCH_KEY: Buffer.alloc(32, 2).toString('base64'),
          CONCORDAT_DATABASE_CONNECTIONS: String(connections),
          ...env,
        },
      }),
    ],
  })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  module.enableShutdownHooks();
  return { module, clock, database: module.get(Database), close: () => module.close() };
}
