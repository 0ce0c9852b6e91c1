import { randomUUID } from 'node:crypto';
import { eventually, testRedis, type TestDatabase } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Queues } from '../src/index.js';
import { behaviour, BoxPainted, LetterCounting, LetterPosted, LetterSorting, PostOffice } from './letters.js';
import { environmentOf, postDatabase } from './post-database.js';
import { createPostService } from './post-service.js';

/** What BullMQ keeps of a schedule: when each is due, what it is, its next run, and the runs that wait for their time. */
const PARTS = ['repeat', 'repeat:ID', 'repeat:ID:NEXT', 'delayed'];
const SOME = Array.from({ length: 2 ** PARTS.length - 1 }, (_, number) => PARTS.filter((_part, index) => ((number + 1) >> index) % 2 === 1));

/** As one is that somebody empties key by key, while services write to it. */
describe('in a Redis that lost some of its keys', () => {
  const redis = testRedis();
  const events = [LetterPosted, BoxPainted];
  let client: Redis;
  let posting: { database: TestDatabase; app: INestApplication };
  let counting: { database: TestDatabase; app: INestApplication };

  beforeAll(async () => {
    client = new Redis(redis.url);
    const [from, to] = [await postDatabase('jag-cases'), await postDatabase('indicators')];
    const env = { ...(await environmentOf('jag-cases', from, redis)), CONCORDAT_SCHEDULE_CHECK: '50' };
    const schedules = [
      { id: 'tidying', work: 'letters.tidy', every: 100 },
      { id: 'nightly', work: 'letters.tidy', cron: '0 3 * * *' },
    ];
    posting = { database: from, app: await createPostService({ service: 'jag-cases', events, controllers: [LetterSorting], schedules, env }) };
    counting = { database: to, app: await createPostService({ service: 'indicators', events, controllers: [LetterCounting], env: await environmentOf('indicators', to, redis) }) };
  });

  afterAll(async () => {
    await posting.app.close();
    await counting.app.close();
    client.disconnect();
    await redis.clean();
    await posting.database.drop();
    await counting.database.drop();
  });

  describe('schedules', () => {
    const queue = () => posting.app.get(Queues).work();
    const nextOf = async (id: string): Promise<string> => `repeat:${id}:${(await queue().getJobScheduler(id))?.next}`;
    const keyOf = async (part: string, id: string): Promise<string> => queue().toKey(part.includes('NEXT') ? await nextOf(id) : part.replace('ID', id));
    const goOn = () =>
      eventually(async () => {
        const run = await queue().getJob(await nextOf('nightly'));
        expect([run?.name, await run?.getState()]).toEqual(['letters.tidy', 'delayed']);
        expect(behaviour.work.length).toBeGreaterThan(1);
      });

    it.each(SOME.map((lost) => ({ lost })))('go on without $lost', async ({ lost }) => {
      await goOn();
      const keys = await Promise.all(['tidying', 'nightly'].flatMap((id) => lost.map((part) => keyOf(part, id))));
      await client.unlink(keys);
      behaviour.work = [];
      await goOn();
    });

    it('go on after a run that was given up before it began', async () => {
      await goOn();
      const run = await nextOf('nightly');
      await client.multi().zrem(queue().toKey('delayed'), run).zadd(queue().toKey('failed'), Date.now(), run).exec();
      await goOn();
    });
  });

  it('an event of which nothing but its place is left comes again', async () => {
    const queue = counting.app.get(Queues).events('indicators');
    await queue.pause();
    await posting.app.get(PostOffice).post(randomUUID(), 1);
    const [job] = await eventually(async () => {
      const waiting = await queue.getWaiting();
      expect(waiting).toHaveLength(1);
      return waiting;
    });
    await client.unlink(queue.toKey(job?.id ?? ''));
    await queue.resume();
    await eventually(async () => {
      expect(await counting.database.query('select number from effect')).toEqual([{ number: 1 }]);
      expect(await posting.database.query(`select 1 from outbox_delivery where consumer = 'indicators' and acked_at is null`)).toEqual([]);
    });
    expect(await counting.database.query('select 1 from dead_letter')).toEqual([]);
  });
});
