import { randomUUID } from 'node:crypto';
import { eventually, testRedis, type TestDatabase } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { register } from 'prom-client';
import { LetterPosted } from './letters.js';
import { environmentOf, postDatabase } from './post-database.js';
import { createPostService } from './post-service.js';

describe('what messaging keeps', () => {
  const redis = testRedis();
  const old = randomUUID(), young = randomUUID(), unheard = randomUUID(), open = randomUUID();
  let database: TestDatabase;
  let service: INestApplication;

  beforeAll(async () => {
    database = await postDatabase('jag-cases');
    const event = (id: string, days: number, acked: boolean): string => `
      insert into outbox (id, type, aggregate_id, occurred_at, trace, payload, created_at) values ('${id}', 'x', '${id}', now(), 't', '{}', now() - interval '${days} days');
      insert into outbox_delivery (event_id, consumer, due_at, acked_at) values ('${id}', 'indicators', now() + interval '1 day', ${acked ? 'now()' : 'null'})`;
    const heard = (id: string, days: number): string => `insert into inbox values ('jag-cases', '${id}', now() - interval '${days} days')`;
    const letter = (id: string, settledDays: number | null): string => `
      insert into dead_letter (id, source, type, data, code, explanation, attempts, trace, failed_at, settled_at)
      values ('${id}', 'event', 'x', '{}', 'c', 'e', 1, 't', now() - interval '1 year', ${settledDays === null ? 'null' : `now() - interval '${settledDays} days'`})`;
    for (const sql of [
      event(old, 31, true), event(young, 29, true), event(unheard, 400, false), heard(old, 121), heard(young, 119), letter(old, 91), letter(young, 89), letter(open, null),
    ]) await database.query(sql);
    const env = { ...(await environmentOf('jag-cases', database, redis)), CONCORDAT_PRUNE_EVERY: '1' };
    service = await createPostService({ service: 'jag-cases', events: [LetterPosted], controllers: [], env });
  });
  afterAll(async () => {
    await service.close();
    await redis.clean();
    await database.drop();
  });

  const left = async (table: string, column = 'id'): Promise<string[]> => (await database.query<{ id: string }>(`select ${column} as id from ${table}`)).map(({ id }) => id).sort();

  it('is deleted when it is done with and old, and not before', async () => {
    await eventually(async () => {
      expect(await left('dead_letter')).toEqual([young, open].sort());
    });
    expect(await left('outbox')).toEqual([young, unheard].sort());
    expect(await left('inbox', 'event_id')).toEqual([young]);
  });

  it('is told by the metrics as far as it waits', async () => {
    const metric = async (name: string): Promise<number | undefined> => (await register.getSingleMetric(name)?.get())?.values[0]?.value;
    expect(await metric('outbox_deliveries_waiting')).toBe(1);
    expect(await metric('outbox_oldest_waiting_seconds')).toBeGreaterThan(399 * 86_400);
    expect(await metric('dead_letters_open')).toBe(1);
  });
});
