import { randomUUID } from 'node:crypto';
import { keyPrefix } from '../src/index.js';
import { eventually, type TestDatabase } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { environmentOf, postDatabase } from './post-database.js';
import { OwnProcess, ownRedis, type OwnRedis } from './processes/processes.js';

const LETTERS = 200;
const FIRST_LETTERS = 60;
/** Handlers that one consumer runs at the same time. */
const HANDLERS = 2;
const PREFIX = 'faults';

/**
 * On processes of their own: a producer, two relays, two consumers that count and one that always fails. While 200
 * events are written, relays and a consumer are killed without warning and Redis is emptied twice.
 */
describe('when processes die and Redis forgets', () => {
  const partnershipId = randomUUID();
  const boxes = [randomUUID(), randomUUID(), randomUUID()];
  let databases: { posting: TestDatabase; counting: TestDatabase; losing: TestDatabase };
  let redis: OwnRedis;
  let start: (role: 'producer' | 'relay' | 'counting' | 'losing') => Promise<OwnProcess>;
  const all: Promise<OwnProcess>[] = [];

  beforeAll(async () => {
    databases = { posting: await postDatabase('jag-cases'), counting: await postDatabase('indicators'), losing: await postDatabase('notifications') };
    redis = await ownRedis();
    const queues = { url: redis.url, prefix: PREFIX };
    const environments = {
      posting: await environmentOf('jag-cases', databases.posting, queues),
      counting: await environmentOf('indicators', databases.counting, queues),
      losing: await environmentOf('notifications', databases.losing, queues),
    };
    start = (role) => {
      const own = role === 'producer' || role === 'relay' ? environments.posting : environments[role];
      const task = { PARTNERSHIP: partnershipId, BOXES: boxes.join(','), HANDLING_TIME: '100', CONCORDAT_JOB_STALLED: '3000', CONCORDAT_JOB_CONCURRENCY: String(HANDLERS) };
      const started = OwnProcess.post(role, { ...process.env, ...own, ...task });
      all.push(started);
      return started;
    };
  });

  afterAll(async () => {
    for (const one of await Promise.allSettled(all)) if (one.status === 'fulfilled') await one.value.kill();
    await redis.stop();
    for (const database of Object.values(databases)) await database.drop();
  });

  const count = async (database: TestDatabase, sql: string): Promise<number> => {
    const [row] = await database.query<{ count: number }>(`select count(*)::int as count from ${sql}`);
    return row!.count;
  };
  /** Machines differ: what is waited for takes a second here and twenty there. */
  const soon = (attempt: () => Promise<void>) => eventually(attempt, 60_000);
  const effects = () => count(databases.counting, 'effect');
  const lengthOf = (service: 'jag-cases' | 'indicators', list: string) => redis.client.llen(`${keyPrefix(PREFIX, service)}:${list}`);

  it('every effect of 200 events happens exactly once, and nothing is lost', async () => {
    const [producer, relay, otherRelay, counting, otherCounting, losing] = await Promise.all([
      start('producer'),
      start('relay'),
      start('relay'),
      start('counting'),
      start('counting'),
      start('losing'),
    ]);

    // A consumer dies in the middle of handlers, and Redis forgets what it was doing: an acknowledgement sent before
    // the commit would now be a lost event.
    producer.tell(`1 ${FIRST_LETTERS}`);
    await soon(async () => {
      expect(await effects()).toBeGreaterThan(10);
      expect(await lengthOf('indicators', 'events:active')).toBeGreaterThan(HANDLERS);
    });
    await counting.kill();
    await soon(async () => expect(await lengthOf('jag-cases', 'acks:wait')).toBe(0));
    await redis.client.flushall();
    const replacement = start('counting');

    // The relays die while many events wait; their acknowledgements pile up, and Redis forgets them: those events come
    // a second time.
    producer.tell(`${FIRST_LETTERS + 1} ${LETTERS}`);
    await soon(async () => expect(await lengthOf('indicators', 'events:wait')).toBeGreaterThan(20));
    await Promise.all([relay.kill(), otherRelay.kill()]);
    await soon(async () => expect(await lengthOf('jag-cases', 'acks:wait')).toBeGreaterThan(10));
    await redis.client.flushall();
    const lastRelay = start('relay');

    await producer.finish();
    await soon(async () => {
      expect(await count(databases.posting, 'outbox_delivery where acked_at is null')).toBe(0);
    });

    const posted = await databases.posting.query<{ id: string }>(`select id from outbox where type = 'letter.posted' order by id`);
    expect(posted).toHaveLength(LETTERS);
    expect(await databases.counting.query('select event_id as id from effect order by event_id')).toEqual(posted);
    const numbers = await databases.counting.query<{ number: number }>('select number from effect order by number');
    expect(numbers.map(({ number }) => number)).toEqual(Array.from({ length: LETTERS }, (_, index) => index + 1));
    const last = LETTERS / 10;
    const painted = await databases.counting.query('select id, colour from box order by id');
    expect(painted).toEqual([...boxes].sort().map((id) => ({ id, colour: `colour ${last}` })));
    expect(await databases.losing.query('select id from dead_letter order by id')).toEqual(posted);
    expect(await count(databases.counting, 'dead_letter')).toBe(0);
    expect(await count(databases.posting, 'outbox_delivery where sendings > 1')).toBeGreaterThan(10);

    for (const one of [await lastRelay, otherCounting, await replacement, losing]) await one.stop();
  }, 240_000);
});
