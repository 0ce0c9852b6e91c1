import { randomBytes } from 'node:crypto';
import { projectionMigrations } from '@concordat/platform-auth';
import { databaseUrl, provisionDatabase, runMigrations, type Login, type MigrationClass } from '@concordat/platform-persistence';
import { PolicyByPage, sharingMigrations } from '@concordat/sharing';
import { Client } from 'pg';
import { askingFunctions } from './asking-functions.js';
import { ScratchTables } from './scratch-tables.js';

/** A database with a service's tables, its rows under the policy's row-level security, to be thrown away. */
export interface ScratchDatabase {
  /** Sees past row-level security: fills the tables, and asks with the query's condition alone. */
  admin: Client;
  /** The role that serves: row-level security is all that holds it back. */
  app: Client;
  /** Address of the database for that role. */
  appUrl: string;
  /** Address of the database for a superuser. */
  adminUrl: string;
  drop(): Promise<void>;
}

/** What the tables of a scratch database were made by. */
export const scratchMigrations = [...projectionMigrations, ...sharingMigrations, ScratchTables, PolicyByPage];

/**
 * @param adminUrl address of a superuser of a PostgreSQL
 * @param more migrations after {@link scratchMigrations}
 */
export async function scratchDatabase(adminUrl: string, more: readonly MigrationClass[] = []): Promise<ScratchDatabase> {
  const database = `scratch_${randomBytes(5).toString('hex')}`;
  const login = (kind: string): Login => ({ role: `${database}_${kind}`, password: randomBytes(12).toString('hex') });
  const [owner, app, relay] = [login('owner'), login('app'), login('relay')];
  const clients: Client[] = [];
  const drop = async (): Promise<void> => {
    for (const client of clients) await client.end();
    const client = await connected(adminUrl);
    try {
      await client.query(`drop database if exists ${database} with (force)`);
      for (const { role } of [app, relay, owner]) await client.query(`drop role if exists ${role}`);
    } finally {
      await client.end();
    }
  };
  try {
    await provisionDatabase(adminUrl, { database, owner, app, relay });
    await runMigrations(databaseUrl(adminUrl, database, owner), {
      service: 'sharing',
      migrations: [...scratchMigrations, ...more],
      appRole: app.role,
      relayRole: relay.role,
    });
    for (const url of [databaseUrl(adminUrl, database), databaseUrl(adminUrl, database, app)]) clients.push(await connected(url));
  } catch (error) {
    await drop();
    throw error;
  }
  const [admin, serving] = clients;
  if (admin === undefined || serving === undefined) throw new Error('The scratch database has no connections');
  for (const statement of askingFunctions) await admin.query(statement);
  return { admin, app: serving, appUrl: databaseUrl(adminUrl, database, app), adminUrl: databaseUrl(adminUrl, database), drop };
}

/** Sessions keep the clocks of London, so that a day that is not 24 hours long is found out; they plan once for any values, as the services do. */
async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, options: '-c timezone=Europe/London -c plan_cache_mode=force_generic_plan' });
  await client.connect();
  return client;
}
