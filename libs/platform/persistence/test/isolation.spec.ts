import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NotFoundError } from '@concordat/platform-errors';
import { MikroORM } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import { findUnprotectedTables, NO_SCOPE, scopeOf } from '../src/index.js';
import { newDatabase, startPersistence, withClient, type TestDatabase } from './harness.js';
import { Note, NoteSchema, NoteTable } from './note.js';

describe('isolation of partnerships', () => {
  const [ours, theirs] = [v7(), v7()];
  let database: TestDatabase;
  let started: Awaited<ReturnType<typeof startPersistence>>;
  let theirNote: string;

  beforeAll(async () => {
    database = await newDatabase();
    // One connection, so that every transaction after the first meets a reused one.
    started = await startPersistence({ database, entities: [NoteSchema], migrations: [NoteTable], connections: 1 });
    await write(ours, 'ours');
    theirNote = await write(theirs, 'theirs');
  });
  afterAll(async () => {
    await started.close();
    await database.drop();
  });

  const write = (partnershipId: string, title: string): Promise<string> =>
    started.database.transaction(scopeOf(partnershipId), () => Promise.resolve(started.database.rows(Note).insert({ partnershipId, title }).id));
  const titles = (): Promise<string[]> =>
    started.database.em.execute<{ title: string }[]>('select title from note').then((rows) => rows.map(({ title }) => title));

  it('hides the rows of another partnership from a query without any filter, on a reused connection', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await started.database.transaction(scopeOf(ours), titles)).toEqual(['ours']);
      expect(await started.database.transaction(scopeOf(theirs), titles)).toEqual(['theirs']);
    }
  });

  it('finds nothing without a scope, on a reused connection', async () => {
    expect(await started.database.transaction(scopeOf(ours), titles)).toEqual(['ours']);
    expect(await started.database.transaction(NO_SCOPE, titles)).toEqual([]);
    expect(await started.module.get(MikroORM).em.fork().execute('select title from note')).toEqual([]);
  });

  it('finds nothing without a scope, on a fresh connection', async () => {
    await withClient(database.appUrl, async (client) => {
      expect((await client.query('select * from note')).rows).toEqual([]);
      await client.query('begin');
      await client.query(`select set_config('app.partnership_id', $1, true)`, [ours]);
      expect((await client.query('select title from note')).rows).toEqual([{ title: 'ours' }]);
      await client.query('commit');
      expect((await client.query('select * from note')).rows).toEqual([]);
    });
  });

  it('finds nothing for the owner either, who is not excepted', async () => {
    await withClient(database.ownerUrl, async (client) => {
      expect((await client.query('select * from note')).rows).toEqual([]);
    });
  });

  it('answers not found for a row of another partnership, whichever partnership is asked for', async () => {
    await started.database.transaction(scopeOf(ours), async () => {
      const notes = started.database.rows(Note);
      await expect(notes.get({ partnershipId: ours, id: theirNote })).rejects.toBeInstanceOf(NotFoundError);
      await expect(notes.get({ partnershipId: theirs, id: theirNote })).rejects.toBeInstanceOf(NotFoundError);
      expect(await notes.count({ partnershipId: theirs })).toBe(0);
    });
  });

  it('refuses to write into another partnership', async () => {
    const foreign = started.database.transaction(scopeOf(ours), () =>
      Promise.resolve(started.database.rows(Note).insert({ partnershipId: theirs, title: 'smuggled' })),
    );
    await expect(foreign).rejects.toThrow(/row-level security/);
    const moved = started.database.transaction(scopeOf(ours), () => started.database.em.execute('update note set partnership_id = ?', [theirs]));
    await expect(moved).rejects.toThrow(/row-level security/);
    await started.database.transaction(scopeOf(ours), () => started.database.em.execute(`update note set title = 'ours'`));
    expect(await started.database.transaction(scopeOf(theirs), titles)).toEqual(['theirs']);
  });

  it('rolls all of it back when the work fails, and runs what was to follow the commit only after one', async () => {
    const seen: string[] = [];
    const { database: db } = started;
    const failing = db.transaction(scopeOf(ours), async () => {
      db.rows(Note).insert({ partnershipId: ours, title: 'lost' });
      await db.em.flush();
      db.afterCommit(() => seen.push('failed'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await db.transaction(scopeOf(ours), async () => {
      db.afterCommit(() => seen.push('committed'));
      expect(await titles()).toEqual(['ours']);
      expect(seen).toEqual([]);
    });
    expect(seen).toEqual(['committed']);
  });

  it('lets pieces of work of one partnership take turns in a transaction, each for its own person, with its own rows, and all or none', async () => {
    const { database: db } = started;
    const whom = async (): Promise<string> => {
      const [told] = await db.query<{ whom: string }>(`select concat_ws(' ', current_setting('app.partnership_id'), current_setting('app.user_id'), current_setting('app.work')) as whom, $1::int`, [1]);
      return told!.whom;
    };
    const turns = (fails: boolean): Promise<void> =>
      db.transaction({ ...scopeOf(ours), work: 'first' }, async () => {
        await db.turn({ ...scopeOf(ours), work: 'first' }, async () => {
          expect(await whom()).toBe(`${ours}  first`);
          db.rows(Note).insert({ partnershipId: ours, title: 'by turns' });
          db.beforeCommit(async () => void (await db.em.execute(`update note set title = 'by turns 1' where title = 'by turns'`)));
        });
        await db.turn({ ...scopeOf(ours), userId: theirs, work: 'second' }, async () => {
          expect(await whom()).toBe(`${ours} ${theirs} second`);
          expect(db.scope).toMatchObject({ userId: theirs, work: 'second' });
          expect(db.em.getUnitOfWork().getIdentityMap().values()).toEqual([]);
          expect((await titles()).sort()).toEqual(['by turns 1', 'ours']);
        });
        await expect(db.turn(scopeOf(theirs), titles)).rejects.toThrow('serves one partnership');
        if (fails) await db.turn(scopeOf(ours), () => Promise.reject(new Error('a turn fails'))).catch(() => undefined);
      });
    await expect(turns(true)).rejects.toThrow('a turn fails');
    expect(await db.transaction(scopeOf(ours), titles)).toEqual(['ours']);
    await turns(false);
    await db.transaction(scopeOf(ours), () => db.em.execute(`delete from note where title = 'by turns 1'`));
  });

  it('does not answer a commit that PostgreSQL turned into a rollback', async () => {
    const { database: db } = started;
    const caught = db.transaction(scopeOf(ours), async () => {
      await db.em.execute(`insert into note (partnership_id, title) values (?, 'lost')`, [ours]);
      await db.em.execute('select 1 / 0').catch(() => undefined);
      return 'done';
    });
    await expect(caught).rejects.toThrow(/one of its statements failed/);
    expect(await db.transaction(scopeOf(ours), titles)).toEqual(['ours']);
  });

  it('goes on after the server ended its only connection in the middle of a transaction', async () => {
    const { database: db } = started;
    for (let turn = 0; turn < 2; turn += 1) {
      const cut = db.transaction(scopeOf(ours), async () => {
        const [session] = await db.em.execute<{ pid: number }[]>('select pg_backend_pid() as pid');
        await database.query('select pg_terminate_backend($1)', [session!.pid]);
        return titles();
      });
      await expect(cut).rejects.toThrow();
      expect(await db.transaction(scopeOf(ours), titles)).toEqual(['ours']);
    }
  });

  it('joins an open transaction of the same scope, and refuses one of another', async () => {
    const { database: db } = started;
    await db.transaction(scopeOf(ours), async () => {
      const outer = db.em;
      expect(await db.transaction(scopeOf(ours), () => Promise.resolve(db.em))).toBe(outer);
      await expect(db.transaction(scopeOf(theirs), titles)).rejects.toThrow(/another scope/);
    });
    expect(() => db.em).toThrow(/No transaction is open/);
    expect(db.inTransaction).toBe(false);
  });

  it('finds a table that is neither protected nor listed', async () => {
    expect(await findUnprotectedTables(database.appUrl)).toEqual([]);
    await database.query('create table forgotten (id uuid); create table half (partnership_id uuid); alter table half enable row level security');
    await database.query('create table wide (partnership_id uuid); alter table wide enable row level security; alter table wide force row level security; create policy all_of_it on wide using (true)');
    const protect = (table: string) => `alter table ${table} enable row level security; alter table ${table} force row level security; grant select on ${table} to public`;
    await database.query(`create table shut (partnership_id uuid); ${protect('shut')}; insert into shut values (null)`);
    await database.query(`create table clever (partnership_id uuid); ${protect('clever')}; insert into clever values (uuidv7())`);
    await database.query(`create policy partnership on clever using (partnership_id is not null or partnership_id::text = current_setting('app.partnership_id', true))`);
    expect(await findUnprotectedTables(database.appUrl)).toEqual([
      'clever: its rows show without a partnership',
      'forgotten: row-level security is not enabled',
      'half: row-level security is not forced',
      'wide: a policy does not compare the partnership: true',
    ]);
    expect((await findUnprotectedTables(database.ownerUrl)).find((fault) => fault.startsWith('note'))).toBe('note: the role that serves owns it');
    await database.query('drop table forgotten, half, wide, shut, clever');
  });
});
