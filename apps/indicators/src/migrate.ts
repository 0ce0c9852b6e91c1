import { migrationSettings, readSettings, serviceSettings } from '@concordat/platform-config';
import { createLogger } from '@concordat/platform-logging';
import { runMigrations } from '@concordat/platform-persistence';
import { indicatorsMigrations } from './migrations/index.js';

/** The release step: brings the database to the shape that this version needs. */
export async function migrate(target: { ownerUrl: string; appRole: string; relayRole: string }): Promise<void> {
  const ran = await runMigrations(target.ownerUrl, {
    service: 'indicators',
    migrations: indicatorsMigrations,
    appRole: target.appRole,
    relayRole: target.relayRole,
  });
  createLogger('indicators').info({ ran }, 'migrations are done');
}

if (import.meta.main) {
  const settings = readSettings(
    migrationSettings.extend(serviceSettings.pick({ CONCORDAT_DATABASE_URL: true, CONCORDAT_RELAY_DATABASE_URL: true }).shape),
  );
  const roleOf = (url: string): string => decodeURIComponent(new URL(url).username);
  await migrate({
    ownerUrl: settings.CONCORDAT_OWNER_DATABASE_URL,
    appRole: roleOf(settings.CONCORDAT_DATABASE_URL),
    relayRole: roleOf(settings.CONCORDAT_RELAY_DATABASE_URL),
  });
}
