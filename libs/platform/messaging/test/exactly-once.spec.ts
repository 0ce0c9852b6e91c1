import { randomUUID } from 'node:crypto';
import { runWithTrace } from '@concordat/platform-logging';
import { Database, scopeOf } from '@concordat/platform-persistence';
import { eventually, testRedis, type TestDatabase } from '@concordat/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { Redis } from 'ioredis';
import { DeadLetters, Queues } from '../src/index.js';
import { behaviour, BoxPainted, LetterCounting, LetterLosing, LetterPosted, PostOffice } from './letters.js';
import { environmentOf, PATIENT, postDatabase } from './post-database.js';
import { createPostService } from './post-service.js';

describe('an event', () => {
  const redis = testRedis();
  const events = [LetterPosted, BoxPainted];
  let databases: { producer: TestDatabase; counting: TestDatabase; losing: TestDatabase };
  let producer: INestApplication;
  let counting: INestApplication;
  let losing: INestApplication;
  let partnershipId: string;

  beforeAll(async () => {
    databases = { producer: await postDatabase('jag-cases'), counting: await postDatabase('indicators'), losing: await postDatabase('notifications') };
    const environments = {
      producer: { ...(await environmentOf('jag-cases', databases.producer, redis)), ...PATIENT },
      counting: { ...(await environmentOf('indicators', databases.counting, redis)), ...PATIENT },
      losing: { ...(await environmentOf('notifications', databases.losing, redis)), ...PATIENT },
    };
    producer = await createPostService({ service: 'jag-cases', events, controllers: [], env: environments.producer });
    counting = await createPostService({ service: 'indicators', events, controllers: [LetterCounting], env: environments.counting });
    losing = await createPostService({ service: 'notifications', events: [LetterPosted], controllers: [LetterLosing], env: environments.losing });
  });

  beforeEach(() => {
    partnershipId = randomUUID();
    behaviour.fails.clear();
    behaviour.failsOnce.clear();
    behaviour.permanent.clear();
  });

  afterAll(async () => {
    for (const app of [producer, counting, losing]) await app.close();
    await redis.clean();
    for (const database of Object.values(databases)) await database.drop();
  });

  const office = (): PostOffice => producer.get(PostOffice);
  const numbers = async (): Promise<number[]> => {
    const rows = await databases.counting.query<{ number: number }>('select number from effect where partnership_id = $1 order by number', [partnershipId]);
    return rows.map(({ number }) => number);
  };
  const unacknowledged = async (consumer: string): Promise<number> => {
    const [row] = await databases.producer.query<{ count: number }>(
      `select count(*)::int as count from outbox_delivery d join outbox o on o.id = d.event_id
       where o.partnership_id = $1 and d.consumer = $2 and d.acked_at is null`,
      [partnershipId, consumer],
    );
    return row!.count;
  };
  const messageOf = async (): Promise<{ id: string; message: object }> => {
    const [row] = await databases.producer.query<{ id: string; type: string; aggregate_id: string; trace: string; payload: object }>(
      'select * from outbox where partnership_id = $1',
      [partnershipId],
    );
    const { id, type, aggregate_id: aggregateId, trace, payload } = row!;
    const event = { id, type, partnershipId, aggregateId, version: null, occurredAt: new Date().toISOString(), actor: null, trace, payload };
    return { id, message: { producer: 'jag-cases', event } };
  };

  it('reaches its consumers with the trace of the request, and is acknowledged', async () => {
    const trace = randomUUID();
    await runWithTrace(trace, () => office().post(partnershipId, 1));
    await eventually(async () => {
      expect(await databases.counting.query('select number, trace from effect where partnership_id = $1', [partnershipId])).toEqual([{ number: 1, trace }]);
      expect(await unacknowledged('indicators')).toBe(0);
    });
  });

  it('leaves nothing behind when its transaction is rolled back', async () => {
    const failing = office().post(partnershipId, 2, () => {
      throw new Error('no stamp');
    });
    await expect(failing).rejects.toThrow('no stamp');
    expect(await databases.producer.query('select 1 from outbox where partnership_id = $1', [partnershipId])).toEqual([]);
    expect(await databases.producer.query('select 1 from letter where partnership_id = $1', [partnershipId])).toEqual([]);
  });

  it('has its effect once, however often it is delivered', async () => {
    await office().post(partnershipId, 3);
    await eventually(async () => expect(await numbers()).toEqual([3]));
    const { id, message } = await messageOf();
    const queue = counting.get(Queues).events('indicators');
    const copies = await Promise.all(Array.from({ length: 8 }, (_, copy) => queue.add('letter.posted', message, { jobId: `${id}-copy-${copy}`, removeOnComplete: false })));
    await eventually(async () => {
      const states = await Promise.all(copies.map((job) => job.getState()));
      expect(new Set(states)).toEqual(new Set(['completed']));
    });
    expect(await numbers()).toEqual([3]);
  });

  it('has its effect once when many copies arrive before the first is done', async () => {
    behaviour.fails.add(4);
    await office().post(partnershipId, 4);
    await eventually(async () => expect(await unacknowledged('indicators')).toBe(0));
    behaviour.fails.clear();
    behaviour.handlingTime = 100;
    const { id, message } = await messageOf();
    const queue = counting.get(Queues).events('indicators');
    const copies = await Promise.all(Array.from({ length: 6 }, (_, copy) => queue.add('letter.posted', message, { jobId: `${id}-copy-${copy}`, removeOnComplete: false })));
    await eventually(async () => {
      const states = await Promise.all(copies.map((job) => job.getState()));
      expect(new Set(states)).toEqual(new Set(['completed']));
    });
    behaviour.handlingTime = 0;
    expect(await numbers()).toEqual([4]);
  });

  it('of state is ignored once a later version was applied', async () => {
    const boxId = randomUUID();
    const box = () => databases.counting.query('select colour, painted from box where id = $1', [boxId]);
    await office().paint(partnershipId, boxId, 1, 'green');
    await eventually(async () => expect(await box()).toEqual([{ colour: 'green', painted: 1 }]));
    await office().paint(partnershipId, boxId, 3, 'red');
    await eventually(async () => expect(await box()).toEqual([{ colour: 'red', painted: 2 }]));
    await office().paint(partnershipId, boxId, 2, 'blue');
    await eventually(async () => expect(await unacknowledged('indicators')).toBe(0));
    expect(await box()).toEqual([{ colour: 'red', painted: 2 }]);
  });

  it('that always fails becomes a dead letter, counts as had, and succeeds when sent again', async () => {
    behaviour.fails.add(5);
    await office().post(partnershipId, 5);
    await eventually(async () => expect(await unacknowledged('indicators')).toBe(0));
    expect(await numbers()).toEqual([]);

    const database = counting.get(Database);
    const letters = counting.get(DeadLetters);
    const list = () => database.transaction(scopeOf(partnershipId), () => letters.list({ size: 10 }));
    const { items } = await list();
    expect(items).toMatchObject([{ source: 'event', type: 'letter.posted', attempts: 2, code: 'error', sentAgainAt: null }]);
    expect(items[0]!.explanation).toMatch(/^Error, at test\/letters\.ts:\d+$/);
    const elsewhere = await database.transaction(scopeOf(randomUUID()), () => letters.list({ size: 10 }));
    expect(elsewhere.items).toEqual([]);

    behaviour.fails.clear();
    await database.transaction(scopeOf(partnershipId), () => letters.sendAgain(items[0]!.id));
    await eventually(async () => {
      expect(await numbers()).toEqual([5]);
      expect((await list()).items).toEqual([]);
    });
    await expect(database.transaction(scopeOf(partnershipId), () => letters.sendAgain(items[0]!.id))).rejects.toMatchObject({ code: 'settled' });
    await expect(database.transaction(scopeOf(randomUUID()), () => letters.sendAgain(items[0]!.id))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('that can never succeed is not tried twice, and dead letters come in pages', async () => {
    for (const number of [6, 7, 8]) behaviour.permanent.add(number);
    for (const number of [6, 7, 8]) await office().post(partnershipId, number);
    await eventually(async () => expect(await unacknowledged('indicators')).toBe(0));
    const pages = await counting.get(Database).transaction(scopeOf(partnershipId), async () => {
      const first = await counting.get(DeadLetters).list({ size: 2 });
      return [first, await counting.get(DeadLetters).list({ size: 2, after: first.next! })];
    });
    expect(pages.map(({ items }) => items.length)).toEqual([2, 1]);
    expect(pages[1]!.next).toBeNull();
    const letters = pages.flatMap(({ items }) => items);
    expect(new Set(letters.map(({ id }) => id)).size).toBe(3);
    for (const letter of letters) {
      expect(letter).toMatchObject({ attempts: 1, code: 'permanent-failure' });
      expect(letter.explanation).toContain('There is no such letter box');
    }
  });

  it('whose payload is not what its contract says is a dead letter at once', async () => {
    const id = randomUUID();
    const event = { id, type: 'letter.posted', partnershipId, aggregateId: id, version: null, occurredAt: new Date().toISOString(), actor: null, trace: 'x', payload: { number: 'Jane Doe' } };
    await counting.get(Queues).events('indicators').add('letter.posted', { producer: 'jag-cases', event }, { jobId: id, attempts: 3 });
    await eventually(async () => {
      const rows = await databases.counting.query('select code, explanation, attempts from dead_letter where id = $1', [id]);
      expect(rows).toMatchObject([{ attempts: 1, code: 'permanent-failure' }]);
      expect(JSON.stringify(rows)).toContain('number invalid_type');
      expect(JSON.stringify(rows)).not.toContain('Jane');
    });
  });

  it('does not wait for a consumer that always fails, nor that one for it', async () => {
    for (let number = 10; number < 30; number += 1) await office().post(partnershipId, number);
    await eventually(async () => {
      expect(await numbers()).toHaveLength(20);
      expect(await unacknowledged('indicators')).toBe(0);
      expect(await unacknowledged('notifications')).toBe(0);
      const [row] = await databases.losing.query<{ count: number }>('select count(*)::int as count from dead_letter where partnership_id = $1', [partnershipId]);
      expect(row!.count).toBe(20);
    });
  });

  it('keeps whatever text it carries', async () => {
    const boxId = randomUUID();
    const colour = `it's ? "red" \\ \\' $1 ?? ; --\n£ 😀`;
    await office().paint(partnershipId, boxId, 1, colour);
    await eventually(async () => expect(await databases.counting.query('select colour from box where id = $1', [boxId])).toEqual([{ colour }]));
  });

  describe('that comes together with others', () => {
    const own = () => databases.counting.query<{ number: number; trace: string; xmin: string }>('select number, trace, xmin::text as xmin from effect where partnership_id = $1 order by number', [partnershipId]);
    const letter = (number: unknown, id = randomUUID()) => ({
      traceparent: null,
      event: { id, type: 'letter.posted', partnershipId, aggregateId: id, version: null, occurredAt: new Date().toISOString(), actor: null, trace: `trace ${String(number)}`, payload: { number } },
    });
    const painted = (boxId: string, version: number) => ({
      traceparent: null,
      event: { id: randomUUID(), type: 'box.painted', partnershipId, aggregateId: boxId, version, occurredAt: new Date().toISOString(), actor: null, trace: 'x', payload: { colour: `colour ${version}` } },
    });
    let client: Redis;
    beforeAll(() => {
      client = new Redis(redis.url);
    });
    afterAll(() => {
      client.disconnect();
    });
    /** Once it is done; what has to come alone may come later. */
    const sendParcel = async (events: readonly object[], startedBefore = 0): Promise<void> => {
      const parcels = counting.get(Queues).parcels('indicators');
      await parcels.pause();
      const job = await parcels.add('parcel', { producer: 'jag-cases', events }, { removeOnComplete: false });
      if (startedBefore > 0) await client.hset(parcels.toKey(job.id ?? ''), { ats: startedBefore });
      await parcels.resume();
      await eventually(async () => expect(await job.getState()).toBe('completed'));
    };
    const deadLetters = () => databases.counting.query('select data -> \'event\' -> \'payload\' ->> \'number\' as number, code, attempts from dead_letter where partnership_id = $1 order by code', [partnershipId]);

    it('is had in one transaction with them, each in its own trace, and goes there by itself where its consumer takes it so', async () => {
      await sendParcel([41, 42, 43].map((number) => letter(number)));
      const effects = await own();
      expect(effects.map(({ trace }) => trace)).toEqual(['trace 41', 'trace 42', 'trace 43']);
      expect(new Set(effects.map(({ xmin }) => xmin)).size).toBe(1);
      await eventually(async () => {
        partnershipId = randomUUID();
        const database = producer.get(Database);
        await database.transaction(scopeOf(partnershipId), async () => {
          for (const number of [1, 2, 3]) await office().post(partnershipId, number);
        });
        await eventually(async () => expect(await numbers()).toEqual([1, 2, 3]));
        expect(new Set((await own()).map(({ xmin }) => xmin)).size).toBe(1);
      });
      await eventually(async () => expect(await unacknowledged('indicators')).toBe(0));
    });

    it('has its effect when another fails, which is tried as often as one that came alone', async () => {
      behaviour.fails.add(53);
      behaviour.failsOnce.add(56);
      await sendParcel([51, 52, 53, 'Jane Doe', 54, 55, 56].map((number) => letter(number)));
      await eventually(async () => {
        expect(await numbers()).toEqual([51, 52, 54, 55, 56]);
        expect(await deadLetters()).toEqual([{ number: '53', code: 'error', attempts: 2 }, { number: 'Jane Doe', code: 'permanent-failure', attempts: 1 }]);
      });
      expect(new Set((await own()).filter(({ number }) => number < 56).map(({ xmin }) => xmin)).size).toBe(1);
    });

    it('has its effect when the database refuses what another wrote, whichever handler hears of that', async () => {
      const tooLarge = 3_000_000_000;
      await sendParcel([81, tooLarge, 82, 83].map((number) => letter(number)));
      await eventually(async () => {
        expect(await numbers()).toEqual([81, 82, 83]);
        expect(await deadLetters()).toEqual([expect.objectContaining({ number: String(tooLarge) })]);
      });
      expect(new Set((await own()).map(({ xmin }) => xmin)).size).toBe(1);
    });

    it('has its effect when all of the others fail', async () => {
      for (let number = 61; number < 66; number += 1) behaviour.permanent.add(number);
      await sendParcel([61, 62, 63, 64, 65, 66].map((number) => letter(number)));
      await eventually(async () => {
        expect(await numbers()).toEqual([66]);
        expect(await deadLetters()).toEqual([61, 62, 63, 64, 65].map(() => expect.objectContaining({ code: 'permanent-failure', attempts: 1 })));
      });
    });

    it('has its effect once, however often it comes, and alone when a process ended over its parcel', async () => {
      const letters = [71, 72, 73].map((number) => letter(number));
      const [first] = letters;
      await sendParcel([...letters, first!]);
      await sendParcel([...letters, letter(74)]);
      await sendParcel([...letters, letter(75), letter(76)], 1);
      await eventually(async () => expect(await numbers()).toEqual([71, 72, 73, 74, 75, 76]));
      const [one, other] = (await own()).filter(({ number }) => number > 74);
      expect(one!.xmin).not.toBe(other!.xmin);
    });

    it('of state is applied in the order of versions, and not after a later one', async () => {
      const [rising, falling] = [randomUUID(), randomUUID()];
      await sendParcel([painted(rising, 1), painted(falling, 2), painted(rising, 2), painted(falling, 1), painted(rising, 3)]);
      const boxes = await databases.counting.query('select id, colour, painted from box where partnership_id = $1', [partnershipId]);
      expect(boxes).toHaveLength(2);
      expect(boxes).toEqual(expect.arrayContaining([{ id: rising, colour: 'colour 3', painted: 3 }, { id: falling, colour: 'colour 2', painted: 1 }]));
    });
  });
});
