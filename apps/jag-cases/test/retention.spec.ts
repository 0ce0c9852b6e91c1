import { beginNomination, beginSearch, listNominationDrafts, readNominationDraft, saveNominationDraft } from '@concordat/contracts-jag-cases';
import { SubjectKeys } from '@concordat/platform-persistence';
import type { Member } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Retention } from '../src/retention/retention.js';
import { answers } from './answers.js';
import { casework, type World } from './world.js';

describe('what casework keeps for a time alone', () => {
  let world: World;
  let teacher: Member;
  beforeAll(async () => {
    world = await casework();
    teacher = await world.member(world.agencies.school, ['practitioner']);
  });
  afterAll(() => world.close());

  it('is removed with its key when the time is over, and not before', async () => {
    const client = world.service.as(teacher);
    const begin = async (): Promise<string> => {
      const { id, version } = (await client.call(beginNomination, { body: { forumCode: 'youth-jag' } })).body;
      await client.call(saveNominationDraft, { params: { draftId: id }, body: { version, answers: answers() } });
      return id;
    };
    const [abandoned, kept] = [await begin(), await begin()];
    const { searchId } = (await client.call(beginSearch, { body: { text: 'Kestrel' } })).body;
    const query = (sql: string, values: unknown[]) => world.service.database.query(sql, values);
    await query(`update nomination_draft set expires_at = now() - interval '1 second' where id = $1`, [abandoned]);
    await query(`update search set expires_at = now() - interval '1 second' where id = $1`, [searchId]);

    const { app } = world.service.app;
    await app.get(Retention, { strict: false }).remove();

    expect(await query('select id from nomination_draft', [])).toEqual([{ id: kept }]);
    expect(await query('select id from search', [])).toEqual([]);
    const keys = await app.get(SubjectKeys, { strict: false }).find([abandoned, kept, searchId]);
    expect([keys.get(abandoned), keys.get(searchId)]).toEqual([null, null]);
    expect(keys.get(kept)).toBeInstanceOf(Buffer);
    expect((await client.call(readNominationDraft, { params: { draftId: abandoned } })).problem?.code).toBe('not-found');
    expect((await client.call(listNominationDrafts, { query: {} })).body.items.map(({ id }) => id)).toEqual([kept]);
  });
});
