import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StaleVersionError } from '@concordat/platform-errors';
import { v7 } from 'uuid';
import { scopeOf } from '../src/index.js';
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

  it('answers a stale writer with what changed since, and writes nothing', async () => {
    const { database: db } = started;
    const partnershipId = v7();
    const scope = { ...scopeOf(partnershipId), userId: v7() };
    const note = await db.transaction(scope, () => Promise.resolve(db.rows(Note).insert({ partnershipId, title: 'one', secret: Buffer.from('a') })));
    expect(note).toMatchObject({ version: 1, partnershipId });
    await db.transaction(scope, async () => {
      const row = await db.rows(Note).get({ partnershipId, id: note.id });
      await db.rows(Note).change(row, 1, { title: 'two', tags: ['x'], secret: Buffer.from('b') }, 'misspelt');
    });
    const late = db.transaction(scope, async () => {
      const row = await db.rows(Note).get({ partnershipId, id: note.id });
      await db.rows(Note).change(row, 1, { title: 'three' });
    });
    const error = await late.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StaleVersionError);
    expect(error).toMatchObject({ current: 2, changes: [{ field: 'title', from: 'one', to: 'two', by: scope.userId, version: 2 }, { field: 'tags' }, { field: 'secret', from: { sealed: true } }] });
  });
});
