// The release step: makes the databases and roles that are missing, then brings every database to the shape of this version.
import { SERVICE_NAMES, type ServiceName } from '@concordat/contracts-protocol';
import { ConfigError, json, migrationSettings, postgresUrl, readSettings, secretKey, serviceSettings, SETTINGS_DIRECTORY } from '@concordat/platform-config';
import { migrateKeyStore, provisionDatabase, provisionKeyStore, rewrapKeys, RootKeys, type Login } from '@concordat/platform-persistence';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const releaseSettings = z.object({
  /** A role that may make databases and roles. Without it they are there already: somebody else makes them. */
  CONCORDAT_ADMIN_DATABASE_URL: postgresUrl.optional(),
});

const databaseSettings = z.object({
  ...migrationSettings.shape,
  CONCORDAT_KEYS_OWNER_DATABASE_URL: postgresUrl,
  CONCORDAT_ROOT_KEY: secretKey,
  CONCORDAT_OTHER_ROOT_KEYS: json(z.array(secretKey)).default([]),
  ...serviceSettings.pick({ CONCORDAT_DATABASE_URL: true, CONCORDAT_RELAY_DATABASE_URL: true, CONCORDAT_KEYS_DATABASE_URL: true }).shape,
});

interface Address extends Login {
  database: string;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

async function release(folder: string): Promise<void> {
  const { CONCORDAT_ADMIN_DATABASE_URL: adminUrl } = readSettings(releaseSettings, { ...process.env, [SETTINGS_DIRECTORY]: folder });
  for (const service of SERVICE_NAMES) await prepare(adminUrl, { ...process.env, [SETTINGS_DIRECTORY]: join(folder, service) });
  // One after the other: the first that fails stops a release that is then the same as it was for the rest.
  for (const service of SERVICE_NAMES) await migrate(service, join(folder, service));
}

async function prepare(adminUrl: string | undefined, env: NodeJS.ProcessEnv): Promise<void> {
  const settings = readSettings(databaseSettings, env);
  const keys = addressOf(settings.CONCORDAT_KEYS_DATABASE_URL);
  if (adminUrl !== undefined) {
    const owner = addressOf(settings.CONCORDAT_OWNER_DATABASE_URL);
    const roles = { app: addressOf(settings.CONCORDAT_DATABASE_URL), relay: addressOf(settings.CONCORDAT_RELAY_DATABASE_URL) };
    await provisionDatabase(adminUrl, { database: owner.database, owner, ...roles });
    await provisionKeyStore(adminUrl, { database: keys.database, owner: addressOf(settings.CONCORDAT_KEYS_OWNER_DATABASE_URL), app: keys });
  }
  await migrateKeyStore({ ownerUrl: settings.CONCORDAT_KEYS_OWNER_DATABASE_URL, appRole: keys.role });
  // Only while the root key is changed is there anything to wrap anew.
  if (settings.CONCORDAT_OTHER_ROOT_KEYS.length > 0) {
    const count = await rewrapKeys(settings.CONCORDAT_KEYS_DATABASE_URL, new RootKeys(settings.CONCORDAT_ROOT_KEY, settings.CONCORDAT_OTHER_ROOT_KEYS));
    process.stdout.write(`${keys.role}: ${count} keys are wrapped by the present root key now\n`);
  }
}

function addressOf(url: string): Address {
  const { username, password, pathname } = new URL(url);
  return { role: decodeURIComponent(username), password: decodeURIComponent(password), database: decodeURIComponent(pathname.slice(1)) };
}

async function migrate(service: ServiceName, folder: string): Promise<void> {
  const child = spawn(process.execPath, [join(root, `apps/${service}/dist/migrate.js`)], { env: { ...process.env, [SETTINGS_DIRECTORY]: folder }, stdio: 'inherit' });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (status !== 0) throw new Error(`The migrations of ${service} failed: what they said is above. Nothing of this release should start before they pass.`);
}

const folder = process.env[SETTINGS_DIRECTORY];
try {
  if (folder === undefined) throw new ConfigError([`${SETTINGS_DIRECTORY} is not set`]);
  await release(folder);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
