import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Database, scopeOf } from '@concordat/platform-persistence';
import { eventually, type TestDatabase } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { DeadLetters, keyPrefix, Queues } from '../src/index.js';
import { behaviour, BoxPainted, LetterCounting, LetterPosted, PostOffice } from './letters.js';
import { environmentOf, postDatabase } from './post-database.js';
import { createPostService } from './post-service.js';
import { ownRedis, type OwnRedis } from './processes/processes.js';

describe('when a server goes away and comes back', () => {
  const partnershipId = randomUUID();
  const events = [LetterPosted, BoxPainted];
  let redis: OwnRedis;
  let posting: { database: TestDatabase; app: INestApplication };
  let counting: { database: TestDatabase; app: INestApplication };

  beforeAll(async () => {
    redis = await ownRedis();
    const queues = { url: redis.url, prefix: 'reconnecting' };
    // Of what goes on here no process ends: a slow one is not to be taken for stalled.
    const environment = async (service: 'jag-cases' | 'indicators', database: TestDatabase) => ({ ...(await environmentOf(service, database, queues)), CONCORDAT_JOB_STALLED: '30000' });
    const [from, to] = [await postDatabase('jag-cases'), await postDatabase('indicators')];
    posting = { database: from, app: await createPostService({ service: 'jag-cases', events, controllers: [], env: await environment('jag-cases', from) }) };
    counting = { database: to, app: await createPostService({ service: 'indicators', events, controllers: [LetterCounting], env: await environment('indicators', to) }) };
  });

  afterAll(async () => {
    await posting.app.close();
    await counting.app.close();
    await redis.stop();
    await posting.database.drop();
    await counting.database.drop();
  });

  const counted = async (): Promise<number[]> => {
    const rows = await counting.database.query<{ number: number }>('select number from effect order by number');
    return rows.map(({ number }) => number);
  };
  /** Until they have ended, or for five seconds. */
  const endConnections = (database: TestDatabase) =>
    database.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()');

  it('what is written while Redis is away arrives when it is back', async () => {
    await posting.app.get(PostOffice).post(partnershipId, 1);
    await eventually(async () => expect(await counted()).toEqual([1]));
    await redis.goAway();
    expect(await posting.app.get(Queues).ready()).toBe(false);
    await posting.app.get(PostOffice).post(partnershipId, 2);
    const again = counting.app.get(Database).transaction(scopeOf(partnershipId), async () => {
      await counting.app.get(Database).em.execute(
        `insert into dead_letter (id, partnership_id, source, type, data, code, explanation, attempts, trace) values (?, ?, 'event', 'letter.posted', '{}', 'error', 'x', 1, 'x')`,
        [partnershipId, partnershipId],
        'run',
      );
      await counting.app.get(DeadLetters).sendAgain(partnershipId);
    });
    await expect(again).rejects.toMatchObject({ status: 503, code: 'queues-unavailable' });
    await redis.comeBack();
    await eventually(async () => expect(await counted()).toEqual([1, 2]), 20_000);
    expect(await posting.app.get(Queues).ready()).toBe(true);
  });

  it('a queue that was asked for first as Redis went away is of use when it is back', async () => {
    const asked = () => counting.app.get(Queues).acknowledgements('referrals');
    await redis.client.call('CLIENT', 'PAUSE', '10000');
    const ready = asked().waitUntilReady();
    await Promise.all([expect(ready).rejects.toThrow(), redis.goAway()]);
    await redis.comeBack();
    await eventually(() => asked().add('tried', {}), 10_000);
    expect(await redis.client.llen(`${keyPrefix('reconnecting', 'referrals')}:acks:wait`)).toBe(1);
  });

  it('what waited in a Redis that was emptied is there again in seconds, long before its time', async () => {
    const lying = () => redis.client.llen(`${keyPrefix('reconnecting', 'notifications')}:events:wait`);
    await eventually(async () => expect(await lying()).toBe(2), 20_000);
    await posting.database.query(`update outbox_delivery set due_at = now() + interval '1 hour' where acked_at is null`);
    await redis.client.flushall();
    await eventually(async () => expect(await lying()).toBe(2), 20_000);
  });

  it('what is written after the database ended every connection arrives too', async () => {
    await endConnections(posting.database);
    await endConnections(counting.database);
    await eventually(() => posting.app.get(PostOffice).post(partnershipId, 3));
    await eventually(async () => {
      expect(await counted()).toEqual([1, 2, 3]);
      expect(await posting.database.query('select 1 from outbox_delivery where consumer = $1 and acked_at is null', ['indicators'])).toEqual([]);
    }, 20_000);
  });

  it('a handler whose connection ended in the middle is tried again', async () => {
    const { promise, resolve: letGo } = Promise.withResolvers<null>();
    behaviour.held = promise;
    const runs = behaviour.runs;
    await posting.app.get(PostOffice).post(partnershipId, 4);
    await eventually(() => expect(behaviour.runs).toBe(runs + 1));
    await endConnections(counting.database);
    letGo(null);
    await eventually(async () => expect(await counted()).toEqual([1, 2, 3, 4]), 20_000);
    expect(behaviour.runs).toBe(runs + 2);
  });

  it('a Redis that refuses to write, as one whose disk is full does, is not asked all the time, and goes on when it takes it', async () => {
    const refusals = async (): Promise<number> => Number(/errorstat_NOREPLICAS:count=(\d+)/.exec(await redis.client.info('errorstats'))?.[1] ?? 0);
    const letters = [5, 6, 7, 8, 9, 10, 11, 12];
    const runs = behaviour.runs;
    behaviour.handlingTime = 200;
    for (const letter of letters) await posting.app.get(PostOffice).post(partnershipId, letter);
    await eventually(() => expect(behaviour.runs).toBeGreaterThan(runs));
    await redis.client.config('SET', 'min-replicas-to-write', '1');
    behaviour.handlingTime = 0;
    await pause(600);
    expect(await refusals()).toBeLessThan(60);
    await redis.client.config('SET', 'min-replicas-to-write', '0');
    await eventually(async () => expect(await counted()).toEqual([1, 2, 3, 4, ...letters]), 10_000);
  });
});
