import { json, postgresUrl, readSettings, secretKey } from '@concordat/platform-config';
import { z } from 'zod';
import { RootKeys } from './keys/root-keys.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** 0 is no limit. */
const milliseconds = z.coerce.number('must be a number of milliseconds').int('must be a whole number').min(0, 'must be 0 or more');

const schema = z.object({
  CONCORDAT_DATABASE_URL: postgresUrl,
  CONCORDAT_KEYS_DATABASE_URL: postgresUrl,
  /** A file to which every destroyed key is written: with it, a restored backup brings no erased person back. */
  CONCORDAT_ERASURES: z.string().optional(),
  CONCORDAT_ROOT_KEY: secretKey,
  /** While the root key is changed: what wrapped keys before, or will; they open and wrap nothing. */
  CONCORDAT_OTHER_ROOT_KEYS: json(z.array(secretKey)).default([]),
  CONCORDAT_SEARCH_KEY: secretKey,
  CONCORDAT_STATEMENT_TIMEOUT: milliseconds.default(25_000),
  CONCORDAT_LOCK_TIMEOUT: milliseconds.default(10_000),
  CONCORDAT_DATABASE_CONNECTIONS: z.coerce.number('must be a number').int().min(1, 'must be 1 or more').default(8),
});

/** What persistence reads from the environment of a service process. */
export interface PersistenceSettings {
  databaseUrl: string;
  keysUrl: string;
  /** The list of destroyed keys beside the databases; null for none. */
  erasures: string | null;
  rootKeys: RootKeys;
  searchKey: Buffer;
  /** Most connections of this process to the service's database. */
  connections: number;
  /** Longest time of a statement, and of its wait for a lock, in milliseconds; 0 is none. What takes longer fails as `busy`. */
  statementTimeout: number;
  lockTimeout: number;
}

/** @throws ConfigError naming every setting that is missing or wrong */
export function readPersistenceSettings(env: Environment = process.env): PersistenceSettings {
  const settings = readSettings(schema, env);
  return {
    databaseUrl: settings.CONCORDAT_DATABASE_URL,
    keysUrl: settings.CONCORDAT_KEYS_DATABASE_URL,
    erasures: settings.CONCORDAT_ERASURES ?? null,
    rootKeys: new RootKeys(settings.CONCORDAT_ROOT_KEY, settings.CONCORDAT_OTHER_ROOT_KEYS),
    searchKey: settings.CONCORDAT_SEARCH_KEY,
    connections: settings.CONCORDAT_DATABASE_CONNECTIONS,
    statementTimeout: settings.CONCORDAT_STATEMENT_TIMEOUT,
    lockTimeout: settings.CONCORDAT_LOCK_TIMEOUT,
  };
}
