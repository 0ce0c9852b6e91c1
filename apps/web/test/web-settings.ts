import { randomUUID } from 'node:crypto';
import { SERVICE_NAMES } from '@concordat/contracts-protocol';

/** Settings of a web whose services all answer at one address. */
export function webSettings(services: string): Record<string, string | undefined> {
  return {
    PORT: '0',
    LOG_LEVEL: 'silent',
    CONCORDAT_WEB_SECRET: 'a secret of more than thirty-two characters',
    CONCORDAT_REDIS_URL: process.env.CONCORDAT_TEST_REDIS_URL,
    CONCORDAT_QUEUE_PREFIX: `web-spec-${randomUUID()}`,
    CONCORDAT_SERVICES: JSON.stringify(Object.fromEntries(SERVICE_NAMES.map((name) => [name, services]))),
  };
}
