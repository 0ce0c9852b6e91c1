import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { scopeOf } from '../src/index.js';
import type { Written } from '../src/prepared-statements.js';
import { newDatabase, startPersistence, type TestDatabase } from './harness.js';
import { Note, NoteSchema, NoteTable } from './note.js';

const ADD = 'insert into note (id, partnership_id, version, created_at, updated_at, title, body, secret, held_on) values ($1, $2, $3, now(), now(), $4, $5, $6, $7)';

describe('a write whose answer nobody reads', () => {
  let database: TestDatabase;
  let started: Awaited<ReturnType<typeof startPersistence>>;
  const scope = scopeOf(v7());
  const { partnershipId } = scope;
  const within = <T>(work: () => Promise<T>, apart = false): Promise<T> => started.database.transaction(scope, work, { apart });
  const add = (title: string, ...[body = null, secret = null, heldOn = null]: Written[]): Promise<void> => started.database.write(ADD, [v7(), partnershipId, 1, title, body, secret, heldOn]);
  const fail = () => started.database.write('insert into note (id) values ($1)', ['no id']);
  const counted = async (title: string): Promise<number> => (await database.query('select from note where title = $1', [title])).length;
  const titled = async (title: string): Promise<number> => (await started.database.query('select from note where title = $1', [title])).length;

  beforeAll(async () => {
    database = await newDatabase();
    started = await startPersistence({ database, entities: [NoteSchema], migrations: [NoteTable] });
  });
  afterAll(async () => {
    await started.close();
    await database.drop();
  });

  it('is there for every statement after it, bound, of rows or of an entity, and for nobody before the commit', async () => {
    const seen = await within(async () => {
      await add('a');
      const bound = await titled('a');
      await add('a');
      const rows = await started.database.em.execute<unknown[]>('select 1 from note where title = \'a\'');
      await add('a');
      const entities = await started.database.em.count(Note, { title: 'a' });
      await add('a');
      return [bound, rows.length, entities, await counted('a')];
    });
    expect([...seen, await counted('a')]).toEqual([1, 2, 3, 0, 4]);
  });

  it('is all of a transaction, and keeps whatever is written into it', async () => {
    const [text, bytes, time] = [`it's ? "\\" $1; rollback --\n£ 😀`, Buffer.from([0, 39, 92, 255]), new Date('2026-03-29T01:30:00.123Z')];
    await within(() => add(text, '', bytes, time));
    expect(await database.query('select title, body, secret, held_on from note where title = $1', [text])).toEqual([{ title: text, body: '', secret: bytes, held_on: time }]);
  });

  it('is written however many there are', async () => {
    await within(async () => {
      for (let place = 0; place < 3_000; place += 1) await add('many', 'x'.repeat(100));
    });
    expect(await counted('many')).toBe(3_000);
  });

  it('is undone when the work fails, and undoes all when it fails itself, at the commit or with a statement after it', async () => {
    await expect(within(async () => {
      await add('undone');
      throw new Error('given up');
    })).rejects.toThrow('given up');
    await expect(within(async () => {
      await add('undone');
      await fail();
    })).rejects.toMatchObject({ code: '22P02' });
    await expect(within(async () => {
      await fail();
      await titled('undone');
    })).rejects.toMatchObject({ code: '22P02' });
    expect(await counted('undone')).toBe(0);
  });

  it('is answered before the next where writes are to go apart', async () => {
    const reached: string[] = [];
    const failing = (apart: boolean) => within(async () => {
      await fail();
      reached.push(apart ? 'apart' : 'together');
    }, apart);
    await expect(failing(false)).rejects.toMatchObject({ code: '22P02' });
    await expect(failing(true)).rejects.toMatchObject({ code: '22P02' });
    expect(reached).toEqual(['together']);
  });
});
