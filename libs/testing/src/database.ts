import { randomBytes } from 'node:crypto';
import { Client, type QueryResultRow } from 'pg';
import { testSetting } from './environment.js';

/** A role that may sign in to a database. */
export interface Login {
  role: string;
  password: string;
}

/** What makes a database and its three roles: platform-persistence's `provisionDatabase`. */
export type Provision = (adminUrl: string, request: { database: string; owner: Login; app: Login; relay: Login }) => Promise<void>;

/** What brings a database to its present shape, run as the owner. */
export type Migrate = (target: { ownerUrl: string; appRole: string; relayRole: string }) => Promise<void>;

export interface TestDatabase {
  name: string;
  ownerUrl: string;
  appUrl: string;
  relayUrl: string;
  /** A superuser's address of the same database: to arrange and to look, past row-level security. */
  adminUrl: string;
  appRole: string;
  relayRole: string;
  /** Runs one statement as superuser. */
  query<Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Ends what is connected, and drops the database and its roles. */
  drop(): Promise<void>;
}

/** `base` with another database and, if given, another role. */
export function databaseUrl(base: string, database: string, login?: Login): string {
  const url = new URL(base);
  url.pathname = `/${database}`;
  if (login !== undefined) {
    url.username = login.role;
    url.password = login.password;
  }
  return url.toString();
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * A database with a random name on the test run's PostgreSQL, with owner, app and relay roles of its own.
 * Drop it in `afterAll`.
 */
export async function testDatabase(options: { service: string; provision: Provision; migrate?: Migrate }): Promise<TestDatabase> {
  const base = testSetting('CONCORDAT_TEST_DATABASE_URL');
  const name = `t_${options.service.replaceAll('-', '_')}_${randomBytes(5).toString('hex')}`;
  const login = (kind: string): Login => ({ role: `${name}_${kind}`, password: randomBytes(12).toString('hex') });
  const [owner, app, relay] = [login('owner'), login('app'), login('relay')];
  const adminUrl = databaseUrl(base, name);
  const database: TestDatabase = {
    name,
    ownerUrl: databaseUrl(base, name, owner),
    appUrl: databaseUrl(base, name, app),
    relayUrl: databaseUrl(base, name, relay),
    adminUrl,
    appRole: app.role,
    relayRole: relay.role,
    query: <Row extends QueryResultRow>(sql: string, values?: unknown[]) =>
      withClient(adminUrl, async (client) => (await client.query<Row>(sql, values)).rows),
    drop: () =>
      withClient(base, async (client) => {
        await client.query(`drop database if exists "${name}" with (force)`);
        for (const { role } of [app, relay, owner]) await client.query(`drop role if exists "${role}"`);
      }),
  };
  try {
    await options.provision(base, { database: name, owner, app, relay });
    await options.migrate?.({ ownerUrl: database.ownerUrl, appRole: app.role, relayRole: relay.role });
  } catch (error) {
    await database.drop();
    throw error;
  }
  return database;
}
