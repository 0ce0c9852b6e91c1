import { randomUUID } from 'node:crypto';
import { keyPrefix } from '../src/index.js';
import { eventually, type TestDatabase } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { environmentOf, postDatabase } from './post-database.js';
import { OwnProcess, ownRedis, type OwnRedis } from './processes/processes.js';

const LETTERS = 200;
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
  const alive = new Set<OwnProcess>();

  beforeAll(async () => {
    databases = { posting: await postDatabase('jag-cases'), counting: await postDatabase('indicators'), losing: await postDatabase('notifications') };
    redis = await ownRedis();
    const queues = { url: redis.url, prefix: PREFIX };
    const environments = {
      posting: await environmentOf('jag-cases', databases.posting, queues),
      counting: await environmentOf('indicators', databases.counting, queues),
      losing: await environmentOf('notifications', databases.losing, queues),
    };
    start = async (role) => {
      const own = role === 'producer' || role === 'relay' ? environments.posting : environments[role];
      const task = { PARTNERSHIP: partnershipId, BOXES: boxes.join(','), LETTERS: String(LETTERS), HANDLING_TIME: '120', CONCORDAT_JOB_CONCURRENCY: '2' };
      const started = await OwnProcess.post(role, { ...process.env, ...own, ...task });
      alive.add(started);
      return started;
    };
  });

  afterAll(async () => {
    for (const one of alive) await one.kill();
    await redis.stop();
    for (const database of Object.values(databases)) await database.drop();
  });

  const kill = async (...processes: OwnProcess[]): Promise<void> => {
    await Promise.all(processes.map((one) => one.kill()));
    for (const one of processes) alive.delete(one);
  };
  const stop = async (...processes: OwnProcess[]): Promise<void> => {
    await Promise.all(processes.map((one) => one.stop()));
    for (const one of processes) alive.delete(one);
  };
  const count = async (database: TestDatabase, sql: string): Promise<number> => {
    const [row] = await database.query<{ count: number }>(`select count(*)::int as count from ${sql}`);
    return row!.count;
  };
  const effects = () => count(databases.counting, 'effect');
  const lengthOf = (service: 'jag-cases' | 'indicators', list: string) => redis.client.llen(`${keyPrefix(PREFIX, service)}:${list}`);

  it('every effect of 200 events happens exactly once, and nothing is lost', async () => {
    const [relay, otherRelay, counting, otherCounting, losing] = await Promise.all([start('relay'), start('relay'), start('counting'), start('counting'), start('losing')]);
    const producer = await start('producer');

    // A consumer dies in the middle of handlers, and Redis forgets what it was doing: an acknowledgement sent before
    // the commit would now be a lost event.
    await eventually(async () => {
      expect(await effects()).toBeGreaterThan(20);
      expect(await lengthOf('indicators', 'events:active')).toBeGreaterThan(2);
    });
    await kill(counting);
    await eventually(async () => expect(await lengthOf('jag-cases', 'acks:wait')).toBe(0));
    await redis.client.flushall();
    const replacement = await start('counting');

    // The relays die, acknowledgements pile up, and Redis forgets them: all those events come a second time.
    await eventually(async () => {
      expect(await effects()).toBeGreaterThan(60);
      expect(await lengthOf('indicators', 'events:wait')).toBeGreaterThan(20);
    }, 20_000);
    await kill(relay, otherRelay);
    await eventually(async () => expect(await lengthOf('jag-cases', 'acks:wait')).toBeGreaterThan(10));
    await redis.client.flushall();
    const lastRelay = await start('relay');

    await producer.finished();
    alive.delete(producer);
    await eventually(async () => {
      expect(await count(databases.posting, 'outbox_delivery where acked_at is null')).toBe(0);
    }, 30_000);

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

    await stop(lastRelay, otherCounting, replacement, losing);
  }, 120_000);
});
