import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { onStatement, scopeOf } from '../src/index.js';
import { newDatabase, startPersistence, type TestDatabase } from './harness.js';
import { Note, NoteSchema, NoteTable } from './note.js';

describe('reads of one transaction', () => {
  let database: TestDatabase;
  let started: Awaited<ReturnType<typeof startPersistence>>;
  const scope = { ...scopeOf(v7()), userId: v7(), membershipId: v7() };
  const { partnershipId } = scope;
  const notes = () => started.database.rows(Note);
  const reading = <T>(work: () => Promise<T>): Promise<T> => started.database.transaction(scope, work, { reading: true });
  const titled = (title: string) => started.database.read<{ title: string }>('select title from note where title = $1', [title]);

  /** What was sent while `work` ran, but for what frames it. */
  const sentBy = async (work: () => Promise<unknown>): Promise<string[]> => {
    const sent: string[] = [];
    const stop = onStatement((text) => sent.push(text));
    await work().finally(stop);
    return sent.filter((text) => !/^(begin|commit|rollback|select set_config)/.test(text));
  };

  beforeAll(async () => {
    database = await newDatabase();
    started = await startPersistence({ database, entities: [NoteSchema], migrations: [NoteTable] });
    await started.database.transaction(scope, async () => {
      const heldOn = new Date('2026-03-29T01:30:00.123Z');
      for (const title of ['c', 'a', 'b']) notes().insert({ partnershipId, title, secret: Buffer.from([0, 92, 120, 255]), tags: ['it\'s $1', '"\\'], heldOn });
      notes().insert({ partnershipId, title: 'empty' });
      await started.database.em.flush();
    });
  });
  afterAll(async () => {
    await started.close();
    await database.drop();
  });

  it('go as one statement when they are asked for at once, and each has its own rows in its own order', async () => {
    const sent = await sentBy(async () => {
      const answers = await reading(() =>
        Promise.all([
          notes().find({ partnershipId }, { orderBy: { title: 'asc' } }),
          notes().find({ partnershipId, title: { $in: ['b', 'c'] } }, { orderBy: { title: 'desc' } }),
          notes().count({ partnershipId, heldOn: null }),
          notes().page({ partnershipId }, { order: [{ title: 'asc' }], size: 2 }),
          titled('nobody'),
        ]),
      );
      const [all, chosen, count, page, none] = answers;
      expect([all.map(({ title }) => title), chosen.map(({ title }) => title), count, page.items.map(({ title }) => title), none]).toEqual([['a', 'b', 'c', 'empty'], ['c', 'b'], 1, ['a', 'b'], []]);
    });
    expect(sent).toHaveLength(1);
  });

  it('answer rows as work that changes them finds them', async () => {
    const where = { partnershipId };
    const options = { orderBy: { title: 'asc' } } as const;
    const plain = (rows: readonly Note[]) => rows.map(({ id, version, createdAt, updatedAt, title, body, tags, secret, heldOn }) => ({ id, version, createdAt, updatedAt, title, body, tags, secret, heldOn }));
    const watched = await started.database.transaction(scope, async () => plain(await notes().find(where, options)));
    const [together, others] = await reading(() => Promise.all([notes().find(where, options), titled('a')]));
    expect(plain(together)).toEqual(watched);
    expect(together[0]).toMatchObject({ secret: Buffer.from([0, 92, 120, 255]), heldOn: new Date('2026-03-29T01:30:00.123Z'), tags: ['it\'s $1', '"\\'] });
    expect(others).toEqual([{ title: 'a' }]);
  });

  it('that are asked for while another is under way go together after it', async () => {
    const sent = await sentBy(() =>
      reading(async () => {
        const slow = started.database.read('select pg_sleep($1)::text as slept', [0.1]);
        await new Promise((resolve) => setTimeout(resolve, 50));
        const [, a, b] = await Promise.all([slow, titled('a'), titled('b')]);
        expect([a, b]).toEqual([[{ title: 'a' }], [{ title: 'b' }]]);
      }),
    );
    expect(sent).toHaveLength(2);
  });

  it('that are asked for beside a statement that goes by itself go with what is asked once that is answered, and are answered too when it fails', async () => {
    const sent = await sentBy(() =>
      reading(async () => {
        const asked = Promise.all([titled('a'), started.database.query('select title from note where title = $1', ['b']).then(([b]) => Promise.all([b, titled('c')]))]);
        expect(await asked).toEqual([[{ title: 'a' }], [{ title: 'b' }, [{ title: 'c' }]]]);
      }),
    );
    expect(sent).toHaveLength(2);
    const failed = reading(() => Promise.all([titled('a'), started.database.query('select 1 / $1::int', [0])]));
    await expect(failed).rejects.toMatchObject({ code: '22012' });
  });

  it('all fail when one of them breaks the transaction, and leave a connection that works', async () => {
    const failed = reading(() => Promise.all([titled('a'), started.database.read('select 1 / $1::int as nothing', [0])]));
    await expect(failed).rejects.toMatchObject({ code: '22012' });
    expect(await reading(() => titled('a'))).toEqual([{ title: 'a' }]);
  });

  it('that outlive their transaction are refused: its connection is another\'s by then', async () => {
    const { promise: later, resolve: goOn } = Promise.withResolvers<undefined>();
    const late: Promise<unknown>[] = [];
    const work = reading(async () => {
      late.push(later.then(() => titled('a')));
      return titled('b');
    });
    await work;
    goOn(undefined);
    await expect(Promise.all(late)).rejects.toThrow('The transaction has ended');
  });

  it('are no work of their own, which would show others more', async () => {
    await expect(reading(() => started.database.asWork('anything', () => titled('a')))).rejects.toThrow('Reads share a transaction');
  });

  describe('begin and end', () => {
    const add = (title: string): void => {
      started.database.last('insert into note (id, partnership_id, version, created_at, updated_at, title) values ($1, $2, 1, now(), now(), $3)', [v7(), partnershipId, title]);
    };

    it('with a statement that goes with the beginning, and one that goes with the commit', async () => {
      const first = await reading(async () => {
        const found = await started.database.first('select current_setting(\'app.partnership_id\') as partnership, $1::text as said', ['it\'s ?']);
        add('last of two');
        return found;
      });
      expect(first).toEqual([{ partnership: partnershipId, said: 'it\'s ?' }]);
      await reading(async () => {
        add('last and only');
        await Promise.resolve();
      });
      expect(await reading(() => Promise.all([titled('last of two'), titled('last and only')]))).toEqual([[{ title: 'last of two' }], [{ title: 'last and only' }]]);
    });

    it('with a plan that the connection keeps, whatever is written into it', async () => {
      const SAID = 'select $1::text as said, array[$2]::text[] as words, (select count(*)::int from pg_prepared_statements where from_sql and statement like \'%as words%\') as kept';
      for (const said of ['plain', 'it\'s \\ "this"; rollback', '$1 ? \n']) {
        const [answer] = await reading(() => started.database.first<{ said: string; words: (string | null)[]; kept: number }>(SAID, [said, null]));
        expect(answer).toEqual({ said, words: [null], kept: 1 });
      }
    });

    it('all or nothing: what goes with the commit is not written when the work fails, and the work is undone when it cannot be', async () => {
      const failing = reading(async () => {
        add('never');
        await titled('a');
        throw new Error('given up');
      });
      await expect(failing).rejects.toThrow('given up');
      const refused = started.database.transaction(scope, async () => {
        notes().insert({ partnershipId, title: 'undone' });
        await started.database.em.flush();
        started.database.last('insert into note (id) values ($1)', ['no id']);
      });
      await expect(refused).rejects.toMatchObject({ code: '22P02' });
      expect(await reading(() => Promise.all([titled('never'), titled('undone')]))).toEqual([[], []]);
    });
  });
});
