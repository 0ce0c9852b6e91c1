import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InvalidInputError, StaleVersionError } from '@concordat/platform-errors';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { onStatement, scopeOf, type Page, type PageRequest } from '../src/index.js';
import { newDatabase, startPersistence, type TestDatabase } from './harness.js';
import { Note, NoteSchema, NoteTable } from './note.js';

describe('rows', () => {
  let database: TestDatabase;
  let started: Awaited<ReturnType<typeof startPersistence>>;
  beforeAll(async () => {
    database = await newDatabase();
    started = await startPersistence({ database, entities: [NoteSchema], migrations: [NoteTable] });
  });
  afterAll(async () => {
    await started.close();
    await database.drop();
  });

  const aScope = () => ({ ...scopeOf(v7()), userId: v7(), membershipId: v7() });
  type Scope = ReturnType<typeof aScope>;
  const inside = <T>(scope: Scope, work: () => T | Promise<T>): Promise<T> => started.database.transaction(scope, async () => work());
  const aNote = (scope: Scope, title = 'one'): Promise<Note> =>
    inside(scope, () => started.database.rows(Note).insert({ partnershipId: scope.partnershipId, title, secret: Buffer.from('sealed') }));
  const change = (scope: Scope, id: string, seen: number, changes: Parameters<ReturnType<typeof rowsOfNotes>['change']>[2], why?: string) =>
    inside(scope, async () => {
      const row = await started.database.rows(Note).get({ partnershipId: scope.partnershipId, id });
      await started.database.rows(Note).change(row, seen, changes, why);
      return row;
    });
  const rowsOfNotes = () => started.database.rows(Note);

  it('starts a row at version 1 with the time of the clock, and reads back what was written', async () => {
    const scope = aScope();
    const note = await aNote(scope);
    const read = await inside(scope, () => rowsOfNotes().get({ partnershipId: scope.partnershipId, id: note.id }));
    expect(read).toMatchObject({ version: 1, title: 'one', body: null, createdAt: started.clock.now(), updatedAt: started.clock.now() });
    expect(read.secret).toEqual(Buffer.from('sealed'));
  });

  it('keeps who changed what from what to what, when and why', async () => {
    const scope = aScope();
    const { id } = await aNote(scope);
    const row = await change(scope, id, 1, { title: 'two', tags: ['a', 'b'], secret: Buffer.from('new'), heldOn: new Date('2026-01-01T00:00:00.000Z') }, 'misheard');
    expect(row.version).toBe(2);
    const history = await inside(scope, () => rowsOfNotes().history(row));
    const made = { by: scope.userId, at: started.clock.now().toISOString(), version: 2 };
    expect(history).toEqual([
      { field: 'title', from: 'one', to: 'two', ...made },
      { field: 'tags', from: null, to: ['a', 'b'], ...made },
      { field: 'secret', from: Buffer.from('sealed'), to: Buffer.from('new'), ...made },
      { field: 'heldOn', from: null, to: '2026-01-01T00:00:00.000Z', ...made },
    ]);
    expect(await database.query('select distinct why, kind, membership_id from history where row_id = $1', [id])).toEqual([{ why: 'misheard', kind: 'note', membership_id: scope.membershipId }]);
  });

  describe('asked with values bound', () => {
    const scope = aScope();
    const titled = (title: string) => inside(scope, () => started.database.query<{ title: string }>('select title from note where title = $1', [title]));
    const prepared = () => inside(scope, () => started.database.em.execute<{ statement: string }[]>(`select statement from pg_prepared_statements where statement like '%from note where%' or statement like '%from "note"%'`));

    it('sees the partnership’s rows alone, whatever stands in a value, by a plan that its connection keeps', async () => {
      await aNote(scope, `it's $1`);
      await aNote(aScope(), `it's $1`);
      expect(await titled(`it's $1`)).toEqual([{ title: `it's $1` }]);
      for (let turn = 0; turn < 3; turn += 1) expect(await titled(`' or true --`)).toEqual([]);
      expect(await prepared()).toHaveLength(1);
    });

    it.each(['query', 'first'] as const)('goes on after a table changed under the plan, once a request has failed by it: %s', async (how) => {
      const title = `stays ${how}`;
      await aNote(scope, title);
      const all = () => inside(scope, () => started.database[how]<{ title: string }>('select * from note where title = $1', [title]));
      expect(await all()).toHaveLength(1);
      await database.query('alter table note add column later text');
      await expect(all()).rejects.toMatchObject({ code: '0A000' });
      expect(await all()).toMatchObject([{ title, later: null }]);
      await database.query('alter table note drop column later');
    });

    it('is what work that only reads asks of its tables, by columns, so that its plan outlives one that is added', async () => {
      const made = await aNote(scope, 'read');
      const reading = () => started.database.transaction(scope, () => rowsOfNotes().page({ partnershipId: scope.partnershipId, title: 'read' }, { order: [{ title: 'asc' }], size: 3 }), { reading: true });
      const { items: [read] } = await reading();
      expect(read).toMatchObject({ id: made.id, title: 'read', secret: Buffer.from('sealed'), version: 1, createdAt: made.createdAt });
      expect((await prepared()).filter(({ statement }) => /\."title" = \$2 .* limit 4\) r\) as p0$/.test(statement))).toHaveLength(1);
      await database.query('alter table note add column later text');
      expect((await reading()).items).toHaveLength(1);
      await database.query('alter table note drop column later');
    });

    it('finds what the same work added, and keeps nothing of what is done to a row that was only read', async () => {
      const before = await aNote(scope, 'before');
      const titles = await started.database.transaction(scope, async () => {
        const { id } = rowsOfNotes().insert({ partnershipId: scope.partnershipId, title: 'added' });
        const found = await rowsOfNotes().find({ partnershipId: scope.partnershipId, id: { $in: [before.id, id] } }, { orderBy: { id: 'asc' } });
        const said = found.map(({ title }) => title);
        for (const row of found.slice(0, 1)) row.title = 'overwritten';
        return said;
      }, { reading: true });
      expect(titles).toEqual(['before', 'added']);
      expect([await titled('before'), await titled('added'), await titled('overwritten')].map(({ length }) => length)).toEqual([1, 1, 0]);
    });

    it('is not asked for rows of an empty list', async () => {
      const sent: string[] = [];
      const stop = onStatement((text) => sent.push(text));
      const none = { partnershipId: scope.partnershipId, id: { $in: [] } };
      const answers = await inside(scope, async () => [await rowsOfNotes().find(none), (await rowsOfNotes().page(none, { order: [{ title: 'asc' }], size: 3 })).items, await rowsOfNotes().count(none)]);
      stop();
      expect(answers).toEqual([[], [], 0]);
      expect(sent.filter((text) => text.includes('note'))).toEqual([]);
    });

    it('tells an error of the database as the other ways do', async () => {
      await expect(inside(scope, () => started.database.query('select 1 / $1::int as nothing', [0]))).rejects.toMatchObject({ code: '22012' });
      await expect(started.database.query('select $1', [1])).rejects.toThrow('No transaction is open');
    });
  });

  it('writes nothing when nothing differs', async () => {
    const scope = aScope();
    const { id } = await aNote(scope);
    expect((await change(scope, id, 1, { title: 'one', body: null, secret: Buffer.from('sealed') })).version).toBe(1);
    expect(await inside(scope, () => rowsOfNotes().history({ partnershipId: scope.partnershipId, id }))).toEqual([]);
  });

  it('changes a row that was made in the same transaction, twice', async () => {
    const scope = aScope();
    const note = await inside(scope, async () => {
      const made = rowsOfNotes().insert({ partnershipId: scope.partnershipId, title: 'one' });
      await rowsOfNotes().change(made, 1, { title: 'two' });
      await rowsOfNotes().change(made, 2, { title: 'three' });
      return made;
    });
    expect(await inside(scope, () => rowsOfNotes().get({ partnershipId: scope.partnershipId, id: note.id }))).toMatchObject({ title: 'three', version: 3 });
  });

  it('answers a stale writer with what changed since, writes nothing, and shows no ciphertext', async () => {
    const scope = aScope();
    const { id } = await aNote(scope);
    await change(scope, id, 1, { body: 'early' });
    await change(scope, id, 2, { title: 'two', secret: Buffer.from('b') });
    const error: unknown = await change(scope, id, 2, { title: 'three' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StaleVersionError);
    expect(error).toMatchObject({
      current: 3,
      changes: [
        { field: 'title', from: 'one', to: 'two', by: scope.userId, version: 3 },
        { field: 'secret', from: { sealed: true }, to: { sealed: true }, version: 3 },
      ],
    });
    expect(await inside(scope, () => rowsOfNotes().get({ partnershipId: scope.partnershipId, id }))).toMatchObject({ title: 'two', version: 3 });
  });

  it('lets one of two writers at once win, and tells the other', async () => {
    const scope = aScope();
    const { id } = await aNote(scope);
    let arrived = 0;
    let open: () => void = () => undefined;
    const bothRead = new Promise<void>((resolve) => (open = resolve));
    const writer = (title: string) =>
      inside(scope, async () => {
        const row = await rowsOfNotes().get({ partnershipId: scope.partnershipId, id });
        if (++arrived === 2) open();
        await bothRead;
        await rowsOfNotes().change(row, 1, { title });
      });
    const results = await Promise.allSettled([writer('left'), writer('right')]);
    const lost = results.filter((result) => result.status === 'rejected');
    expect(lost).toHaveLength(1);
    const winner = results[0].status === 'fulfilled' ? 'left' : 'right';
    expect(lost[0]?.reason).toMatchObject({ code: 'stale-version', current: 2, changes: [{ field: 'title', from: 'one', to: winner }] });
    expect(await inside(scope, () => rowsOfNotes().get({ partnershipId: scope.partnershipId, id }))).toMatchObject({ title: winner, version: 2 });
  });

  it('refuses a change that would leave no history', async () => {
    const scope = aScope();
    const { id } = await aNote(scope);
    const past = inside(scope, async () => {
      const row = await rowsOfNotes().get({ partnershipId: scope.partnershipId, id });
      row.title = 'behind its back';
    });
    await expect(past).rejects.toThrow(/Note was changed without Rows.change \(title\)/);
  });

  it('lets the service add to the history, and neither change nor remove it', async () => {
    const scope = aScope();
    const { id } = await aNote(scope);
    await change(scope, id, 1, { title: 'two' });
    for (const sql of [`update history set field = 'x'`, 'delete from history', 'truncate history']) {
      await expect(inside(scope, () => started.database.em.execute(sql))).rejects.toThrow(/permission denied/);
    }
  });

  it('meets every row exactly once, whatever the order and the size of pages', async () => {
    const direction = fc.constantFrom('asc' as const, 'desc' as const);
    const order = fc.oneof(
      fc.record({ createdAt: direction, id: direction }).map((by) => [{ createdAt: by.createdAt }, { id: by.id }]),
      fc.record({ title: direction, createdAt: direction }).map((by) => [{ title: by.title }, { createdAt: by.createdAt }]),
      fc.record({ version: direction }).map((by) => [by]),
    );
    const rows = fc.array(fc.record({ title: fc.constantFrom('a', 'b', 'é'), minute: fc.integer({ min: 0, max: 3 }) }), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(rows, order, fc.integer({ min: 1, max: 9 }), async (notes, by, size) => {
        const scope = aScope();
        const { partnershipId } = scope;
        const ids = await inside(scope, () =>
          notes.map(({ title, minute }) => rowsOfNotes().insert({ partnershipId, title, createdAt: new Date(Date.UTC(2026, 0, 1, 0, minute)) }).id),
        );
        const met: string[] = [];
        let after: string | undefined;
        do {
          const page: Page<Note> = await inside(scope, () => rowsOfNotes().page({ partnershipId }, { order: by, after, size } satisfies PageRequest<Note>));
          expect(page.items.length).toBeLessThanOrEqual(size);
          met.push(...page.items.map(({ id }) => id));
          after = page.next ?? undefined;
        } while (after !== undefined);
        const inOrder = await inside(scope, () => rowsOfNotes().find({ partnershipId }, { orderBy: [...by, { id: Object.values(by.at(-1) ?? {})[0] ?? 'asc' }] }));
        expect(met).toEqual(inOrder.map(({ id }) => id));
        expect(new Set(met)).toEqual(new Set(ids));
      }),
      { numRuns: 40 },
    );
  });

  it('refuses a cursor that was changed, or is of another list', async () => {
    const scope = aScope();
    const { partnershipId } = scope;
    await inside(scope, () => ['a', 'b', 'c'].map((title) => rowsOfNotes().insert({ partnershipId, title }).id));
    const page = (request: Omit<PageRequest<Note>, 'size'>, of = scope) => inside(of, () => rowsOfNotes().page({ partnershipId: of.partnershipId }, { ...request, size: 2 }));
    const { next } = await page({ order: [{ title: 'asc' }] });
    expect((await page({ order: [{ title: 'asc' }], after: next! })).items.map(({ title }) => title)).toEqual(['c']);
    const bytes = Buffer.from(next!, 'base64url');
    bytes[bytes.length - 3]! ^= 1;
    for (const after of [bytes.toString('base64url'), `${next!}AA`, next!.slice(0, -2), '', 'x', '%', Buffer.from('["a"]').toString('base64url')]) {
      await expect(page({ order: [{ title: 'asc' }], after })).rejects.toBeInstanceOf(InvalidInputError);
    }
    await expect(page({ order: [{ title: 'desc' }], after: next! })).rejects.toBeInstanceOf(InvalidInputError);
    await expect(page({ order: [{ title: 'asc' }], after: next! }, aScope())).rejects.toBeInstanceOf(InvalidInputError);
    await expect(page({ order: [{ body: 'asc' }] })).rejects.toThrow(/never null/);
  });
});
