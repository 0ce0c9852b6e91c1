import { randomUUID } from 'node:crypto';
import { Database, scopeOf } from '@concordat/platform-persistence';
import { eventually, testRedis, type TestDatabase } from '@concordat/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { Redis } from 'ioredis';
import { register } from 'prom-client';
import { HandlerError, keyPrefix, Outbox, Queues } from '../src/index.js';
import { behaviour, LetterCounting, LetterPosted, LetterSorting, Sorting } from './letters.js';
import { environmentOf, postDatabase } from './post-database.js';
import { createPostService, type Environment } from './post-service.js';

describe("a service's own work", () => {
  const redis = testRedis();
  let database: TestDatabase;
  let env: Environment;
  let app: INestApplication;

  beforeAll(async () => {
    database = await postDatabase('jag-cases');
    env = await environmentOf('jag-cases', database, redis);
    const schedules = [
      { id: 'tidying', work: 'letters.tidy', every: 400 },
      { id: 'nightly', work: 'letters.tidy', cron: '0 3 * * *' },
    ];
    app = await createPostService({ service: 'jag-cases', events: [LetterPosted], controllers: [LetterSorting], schedules, env });
  });

  beforeEach(() => {
    behaviour.work = [];
  });

  afterAll(async () => {
    await app.close();
    await redis.clean();
    await database.drop();
  });

  const unacknowledged = () => database.query('select 1 from outbox_delivery where acked_at is null');
  const tidied = () => behaviour.work.filter((what) => what === 'tidy').length;
  const schedulers = async () => {
    const found = await app.get(Queues).work().getJobSchedulers();
    return found.map(({ key }) => key).sort();
  };

  it('is done after the commit of the transaction that asked for it', async () => {
    const boxId = randomUUID();
    await app.get(Database).transaction(scopeOf(randomUUID()), () => app.get(Outbox).perform(Sorting, { boxId }));
    await eventually(async () => {
      expect(behaviour.work).toContain(boxId);
      expect(await unacknowledged()).toEqual([]);
    });
  });

  it('is not done when the transaction is rolled back', async () => {
    const boxId = randomUUID();
    const asking = app.get(Database).transaction(scopeOf(randomUUID()), async () => {
      await app.get(Outbox).perform(Sorting, { boxId });
      throw new Error('rolled back');
    });
    await expect(asking).rejects.toThrow('rolled back');
    expect(await database.query('select 1 from outbox where payload @> $1', [{ boxId }])).toEqual([]);
  });

  it('begins by itself at its time, and again after Redis lost the schedules', async () => {
    await eventually(() => expect(tidied()).toBeGreaterThanOrEqual(2));
    expect(await schedulers()).toEqual(['nightly', 'tidying']);
    await redis.clean();
    behaviour.work = [];
    await eventually(async () => {
      expect(tidied()).toBeGreaterThanOrEqual(2);
      expect(await schedulers()).toEqual(['nightly', 'tidying']);
    });
  });

  it('forgets schedules that are no longer declared', async () => {
    await app.get(Queues).work().upsertJobScheduler('old', { every: 60_000 }, { name: 'letters.tidy' });
    await eventually(async () => expect(await schedulers()).toEqual(['nightly', 'tidying']));
  });

  it('that lost its process too often is a dead letter, and a metric has counted that it did', async () => {
    const stalled = async () => (await register.getSingleMetric('jobs_stalled_total')?.get())?.values.find(({ labels }) => labels['service'] === 'jag-cases' && labels['queue'] === 'work')?.value;
    const before = await stalled();
    expect(before).toBeDefined();
    const id = randomUUID();
    const queue = app.get(Queues).work();
    const event = { id, type: 'letters.sort', partnershipId: null, aggregateId: id, version: null, occurredAt: new Date().toISOString(), actor: null, trace: 'x', payload: {} };
    await queue.add('letters.sort', { producer: 'jag-cases', event }, { jobId: id, delay: 60_000 });
    // As the fifth process left it that ended over it: begun, and with nobody's lock.
    const client = new Redis(redis.url);
    const place = `${keyPrefix(redis.prefix, 'jag-cases')}:work`;
    await client.multi().hset(`${place}:${id}`, { stc: 5 }).zrem(`${place}:delayed`, id).lpush(`${place}:active`, id).sadd(`${place}:stalled`, id).exec();
    client.disconnect();
    await eventually(async () => {
      expect(await database.query('select code, attempts from dead_letter where id = $1', [id])).toEqual([{ code: 'process-lost', attempts: 1 }]);
    });
    expect(await stalled()).toBeGreaterThan(before!);
  });

  it('does not start when what a service hears has no handler, or a handler hears nothing', async () => {
    const own = { ...env, CONCORDAT_QUEUE_PREFIX: `${redis.prefix}-refused` };
    const deaf = createPostService({ service: 'indicators', events: [LetterPosted], controllers: [], env: own });
    await expect(deaf).rejects.toThrow(HandlerError);
    await expect(deaf).rejects.toThrow('indicators hears "letter.posted" of jag-cases, and nothing handles it');
    const chatty = createPostService({ service: 'referrals', events: [LetterPosted], controllers: [LetterCounting], env: own });
    await expect(chatty).rejects.toThrow('LetterCounting.count handles "letter.posted", which referrals does not hear');
  });
});
