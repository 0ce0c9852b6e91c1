import { postgresUrl, readSettings, secretKey } from '@concordat/platform-config';
import { z } from 'zod';

type Environment = Readonly<Record<string, string | undefined>>;

const schema = z.object({
  CONCORDAT_DATABASE_URL: postgresUrl,
  CONCORDAT_KEYS_DATABASE_URL: postgresUrl,
  CONCORDAT_ROOT_KEY: secretKey,
  CONCORDAT_SEARCH_KEY: secretKey,
  CONCORDAT_DATABASE_CONNECTIONS: z.coerce.number('must be a number').int().min(1, 'must be 1 or more').default(8),
});

/** What persistence reads from the environment of a service process. */
export interface PersistenceSettings {
  databaseUrl: string;
  keysUrl: string;
  rootKey: Buffer;
  searchKey: Buffer;
  /** Most connections of this process to the service's database. */
  connections: number;
}

/** @throws ConfigError naming every setting that is missing or wrong */
export function readPersistenceSettings(env: Environment = process.env): PersistenceSettings {
  const settings = readSettings(schema, env);
  return {
    databaseUrl: settings.CONCORDAT_DATABASE_URL,
    keysUrl: settings.CONCORDAT_KEYS_DATABASE_URL,
    rootKey: settings.CONCORDAT_ROOT_KEY,
    searchKey: settings.CONCORDAT_SEARCH_KEY,
    connections: settings.CONCORDAT_DATABASE_CONNECTIONS,
  };
}
