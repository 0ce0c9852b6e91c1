import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { testSetting } from './environment.js';

export interface TestRedis {
  url: string;
  /** Queue prefix of this specification alone. */
  prefix: string;
  /** Deletes every key that holds the prefix. */
  clean(): Promise<void>;
}

/** The test run's Redis under a random queue prefix. Clean it in `afterAll`, after everything that writes to it has closed. */
export function testRedis(): TestRedis {
  const url = testSetting('CONCORDAT_TEST_REDIS_URL');
  const prefix = `t${randomBytes(6).toString('hex')}`;
  return {
    url,
    prefix,
    clean: async () => {
      const redis = new Redis(url, { maxRetriesPerRequest: 1 });
      try {
        let cursor = '0';
        do {
          const [next, keys] = await redis.scan(cursor, 'MATCH', `*${prefix}*`, 'COUNT', 1000);
          cursor = next;
          for (const key of keys) await redis.unlink(key);
        } while (cursor !== '0');
      } finally {
        await redis.quit();
      }
    },
  };
}
