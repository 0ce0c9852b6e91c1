import { Client } from 'pg';
import { quoteName } from './tables/roles.js';

/** A role that may sign in to a database. */
export interface Login {
  role: string;
  password: string;
}

export interface DatabaseRequest {
  database: string;
  /** Owns the database and migrates it. */
  owner: Login;
  /** Serves, under forced row-level security. */
  app: Login;
  /** The relay and the schedulers. */
  relay: Login;
}

/** `url` with another database and, if given, another login. */
export function databaseUrl(url: string, database: string, login?: Login): string {
  const address = new URL(url);
  address.pathname = `/${encodeURIComponent(database)}`;
  if (login) {
    address.username = encodeURIComponent(login.role);
    address.password = encodeURIComponent(login.password);
  }
  return address.toString();
}

/**
 * Makes a service's database and its three roles, or what of them is missing, and sets their passwords. No role owns
 * what it serves, sees past row-level security, or may make databases and roles; no other role may connect.
 *
 * @param adminUrl of a role that may make databases and roles
 */
export async function provisionDatabase(adminUrl: string, request: DatabaseRequest): Promise<void> {
  await provision(adminUrl, request.database, request.owner, [request.app, request.relay]);
}

export interface KeyStoreRequest {
  database: string;
  owner: Login;
  /** The role of one service; each has its own, and sees its own subjects' keys alone. */
  app: Login;
}

/** Makes the key store's database and the role of one service in it; repeat it for each service. `migrateKeyStore` comes after. */
export async function provisionKeyStore(adminUrl: string, request: KeyStoreRequest): Promise<void> {
  await provision(adminUrl, request.database, request.owner, [request.app]);
}

async function provision(adminUrl: string, database: string, owner: Login, users: readonly Login[]): Promise<void> {
  await withClient(adminUrl, async (client) => {
    // Roles belong to the whole server: two services that are made at once must not make the same one.
    await client.query(`select pg_advisory_lock(hashtext('concordat-provisioning'))`);
    for (const login of [owner, ...users]) await ensureRole(client, login);
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) {
      await client.query(`grant ${quoteName(owner.role)} to current_user`);
      await client.query(`create database ${quoteName(database)} owner ${quoteName(owner.role)}`);
    }
    await client.query(`revoke all on database ${quoteName(database)} from public`);
    for (const { role } of users) await client.query(`grant connect on database ${quoteName(database)} to ${quoteName(role)}`);
  });
  await withClient(databaseUrl(adminUrl, database), async (client) => {
    // The lock above was of another database and has ended with its connection.
    await client.query(`select pg_advisory_lock(hashtext('concordat-provisioning'))`);
    await client.query('revoke all on schema public from public');
    await client.query(`grant all on schema public to ${quoteName(owner.role)}`);
    for (const { role } of users) await client.query(`grant usage on schema public to ${quoteName(role)}`);
  });
}

async function ensureRole(client: Client, { role, password }: Login): Promise<void> {
  const found = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  const verb = found.rowCount === 0 ? 'create' : 'alter';
  await client.query(`${verb} role ${quoteName(role)} login nosuperuser nobypassrls nocreatedb nocreaterole password ${client.escapeLiteral(password)}`);
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
