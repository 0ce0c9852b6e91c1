import type { ServiceName } from '@concordat/contracts-protocol';
import type { Secrets } from './secrets.js';

export interface Login {
  role: string;
  password: string;
}

/** A service's database and roles, and its role in the key store. */
export interface ServiceDatabase {
  database: string;
  owner: Login;
  app: Login;
  relay: Login;
  keys: Login;
}

/** Names of what Concordat makes on a PostgreSQL begin with this, so that copies may share a server. */
export const databasePrefix = (secrets: Secrets): string => `concordat_${secrets.instance}`;

export function serviceDatabase(service: ServiceName, secrets: Secrets): ServiceDatabase {
  const database = `${databasePrefix(secrets)}_${service.replaceAll('-', '_')}`;
  const passwords = secrets.roles[service];
  const login = (kind: keyof typeof passwords): Login => ({ role: `${database}_${kind}`, password: passwords[kind] });
  return { database, owner: login('owner'), app: login('app'), relay: login('relay'), keys: login('keys') };
}

export const serviceDatabaseName = (service: ServiceName, secrets: Secrets): string => serviceDatabase(service, secrets).database;

export function keyStoreDatabase(secrets: Secrets): { database: string; owner: Login } {
  const database = `${databasePrefix(secrets)}_keys`;
  return { database, owner: { role: `${database}_owner`, password: secrets.keyStoreOwner } };
}

/** `url` with another database and login. */
export function databaseUrl(url: string, database: string, login?: Login): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  if (login !== undefined) {
    address.username = login.role;
    address.password = login.password;
  }
  return address.toString();
}
