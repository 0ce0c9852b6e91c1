import type { ServiceName } from '@concordat/contracts-protocol';
import { provisionDatabase, runMigrations } from '@concordat/platform-persistence';
import { testDatabase, testKeys, testSetting, type TestDatabase } from '@concordat/testing';
import { postMigrations, type Environment } from './post-service.js';

export function postDatabase(service: ServiceName): Promise<TestDatabase> {
  return testDatabase({
    service,
    provision: provisionDatabase,
    migrate: async ({ ownerUrl, appRole, relayRole }) => {
      await runMigrations(ownerUrl, { service, migrations: postMigrations, appRole, relayRole });
    },
  });
}

/** Where nothing ends or loses an answer: what a slow machine is about to say that it did is not to be sent, or taken for stalled, once more. */
export const PATIENT = { CONCORDAT_RESEND_AFTER: '60000', CONCORDAT_JOB_STALLED: '30000' };

/** Environment of a service in the specifications: short times, so that what is late is late soon. */
export async function environmentOf(service: ServiceName, database: TestDatabase, redis: { url: string; prefix: string }): Promise<Environment> {
  const keys = await testKeys();
  return {
    ...keys.environmentOf(service),
    CONCORDAT_DATABASE_URL: database.appUrl,
    CONCORDAT_RELAY_DATABASE_URL: database.relayUrl,
    CONCORDAT_KEYS_DATABASE_URL: testSetting('CONCORDAT_TEST_DATABASE_URL'),
    CONCORDAT_REDIS_URL: redis.url,
    CONCORDAT_QUEUE_PREFIX: redis.prefix,
    CONCORDAT_RESEND_AFTER: '1000',
    CONCORDAT_RELAY_POLL: '250',
    CONCORDAT_JOB_ATTEMPTS: '2',
    CONCORDAT_JOB_BACKOFF: '50',
    CONCORDAT_JOB_STALLED: '1000',
    CONCORDAT_SCHEDULE_CHECK: '300',
  };
}


