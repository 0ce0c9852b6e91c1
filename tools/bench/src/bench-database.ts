import { randomBytes } from 'node:crypto';
import { databaseUrl, provisionDatabase, runMigrations, type MigrationClass } from '@concordat/platform-persistence';
import { Client } from 'pg';

/** Addresses of one database by who asks. */
export interface BenchDatabase {
  admin: string;
  app: string;
  relay: string;
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

/** Makes a database with the roles of a service's, for as long as `work` lasts. */
export async function withBenchDatabase<T>(adminUrl: string, { service, migrations }: { service: string; migrations: readonly MigrationClass[] }, work: (database: BenchDatabase) => Promise<T>): Promise<T> {
  const database = `bench_${service.replaceAll('-', '_')}_${randomBytes(4).toString('hex')}`;
  const login = (kind: string) => ({ role: `${database}_${kind}`, password: randomBytes(9).toString('base64url') });
  const [owner, app, relay] = [login('owner'), login('app'), login('relay')];
  await provisionDatabase(adminUrl, { database, owner, app, relay });
  try {
    await runMigrations(databaseUrl(adminUrl, database, owner), { service, migrations, appRole: app.role, relayRole: relay.role });
    return await work({ admin: databaseUrl(adminUrl, database), app: databaseUrl(adminUrl, database, app), relay: databaseUrl(adminUrl, database, relay) });
  } finally {
    await withClient(adminUrl, async (client) => {
      await client.query(`drop database if exists "${database}" with (force)`);
      for (const { role } of [app, relay, owner]) await client.query(`drop role if exists "${role}"`);
    });
  }
}
