import { beginNomination, beginSearch, listCases, listNominationDrafts, readCase, readNominationDraft, readSearch, readTimeline, saveNominationDraft } from '@concordat/contracts-jag-cases';
import { erasureRoutes, protectionRoutes } from '@concordat/contracts-protocol';
import { rewrapKeys, RootKeys, SubjectKeys } from '@concordat/platform-persistence';
import { ErasedBefore } from '@concordat/sharing';
import { everyAnswer, newId, type Member } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Retention } from '../src/retention/retention.js';
import { randomBytes } from 'node:crypto';
import { answers } from './answers.js';
import { move } from './moving.js';
import { nominated } from './nominated.js';
import { Issuer, Replicas, tokenKey } from './replicas.js';
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
    expect(keys.get(kept)).toMatchObject({ type: 'secret' });
    expect((await client.call(readNominationDraft, { params: { draftId: abandoned } })).problem?.code).toBe('not-found');
    expect((await client.call(listNominationDrafts, { query: {} })).body.items.map(({ id }) => id)).toEqual([kept]);
  });

  describe('and a person who is erased', () => {
    const routes = erasureRoutes('jag-cases');
    const query = <Row extends object>(text: string, values: unknown[] = []) => world.service.database.query<Row>(text, values);
    let coordinator: Member, asks: Member, confirms: Member, elsewhere: Member;
    let caseId = '';
    let reference = '';
    let subjectId = '';
    const as = (member: Member) => world.service.as(member);
    const ask = (member: Member, about = subjectId) => as(member).call(routes.ask, { params: { caseId }, body: { subjectId: about, ground: 'no-longer-needed', reference: 'SAR/12' } });
    const erase = (member: Member, erasureId: string) => as(member).call(routes.decide, { params: { erasureId }, body: { version: 1, decision: 'erase' } });

    beforeAll(async () => {
      const { council, police } = world.agencies;
      coordinator = await world.member(council, ['coordinator']);
      asks = await world.member(council, ['information-governance']);
      confirms = await world.member(council, ['information-governance']);
      elsewhere = await world.member(police, ['information-governance']);
      ({ caseId, reference } = await nominated(as(teacher), { person: { subjectId: null, givenName: 'Sorrel', familyName: 'Lapwing', otherNames: '', dateOfBirth: '2012-03-04', school: 'Test Academy', address: '1 Test Street' } }));
      subjectId = (await as(asks).call(routes.people, { params: { caseId } })).body.people[0]?.subjectId ?? '';
    });

    it('is asked about by those who keep the agency’s information alone, and not while a case is open', async () => {
      expect((await as(asks).call(routes.find, { body: { reference: reference.toLowerCase() } })).body).toEqual({ caseId });
      for (const found of [await as(elsewhere).call(routes.find, { body: { reference } }), await as(elsewhere).call(routes.people, { params: { caseId } }), await ask(elsewhere)]) expect(found.status).toBe(404);
      expect((await ask(coordinator)).status).toBe(403);
      expect((await ask(asks)).problem?.code).toBe('case-open');
      await move(as(coordinator), caseId, { to: 'screening', duplicatesChecked: true, activityElsewhere: '' });
      await move(as(coordinator), caseId, { to: 'declined', reason: 'Moved away' });
      expect((await ask({ ...asks, confirmedAt: new Date(Date.now() - 11 * 60_000) })).problem?.code).toBe('confirmation-needed');
      expect((await ask(asks, newId())).status).toBe(404);
    });

    it('stays while another agency answers for them too, and for as long as there is a reason', async () => {
      const other = (await nominated(as(teacher))).caseId;
      const about = [world.partnershipId, other, subjectId];
      await query('update "case" set owner_agency_id = $2 where id = $1', [other, world.agencies.police]);
      await query('insert into case_subject (partnership_id, case_id, subject_id) values ($1, $2, $3)', about);
      expect((await ask(asks)).problem?.code).toBe('others-answer-too');
      await query('delete from case_subject where partnership_id = $1 and case_id = $2 and subject_id = $3', about);
      const { id } = (await ask(asks)).body;
      expect((await ask(confirms)).problem?.code).toBe('already-asked');
      const held = await as(confirms).call(routes.decide, { params: { erasureId: id }, body: { version: 1, decision: 'hold', hold: 'legal-claims' } });
      expect(held.body).toEqual({ id, state: 'held' });
      expect((await erase(confirms, id)).problem?.code).toBe('already-decided');
      expect((await as(teacher).call(beginSearch, { body: { text: 'Lapwing' } })).status).toBe(201);
    });

    it('is erased when a second person says so who has just confirmed who they are', async () => {
      const { id } = (await ask(asks)).body;
      expect((await erase(asks, id)).status).toBe(403);
      expect((await erase(elsewhere, id)).status).toBe(404);
      expect((await erase({ ...confirms, confirmedAt: null }, id)).problem?.code).toBe('confirmation-needed');
      expect((await as(asks).call(routes.read, { params: { erasureId: id } })).body).toMatchObject({ state: 'asked', mayDecide: false, caseReference: reference });
      expect((await erase(confirms, id)).body).toEqual({ id, state: 'erased' });
      expect((await ask(asks)).problem?.code).toBe('already-erased');
      expect((await as(confirms).call(routes.list, { query: {} })).body.items.map(({ state }) => state)).toEqual(['erased', 'held']);
      expect((await as(elsewhere).call(routes.list, { query: {} })).body.items).toEqual([]);
    });

    it('leaves a case whose states can be counted, and nothing that says who it was about', async () => {
      const page = await as(coordinator).call(readCase, { params: { caseId } });
      expect(page.body).toMatchObject({ reference, state: 'declined', people: [{ subjectId, name: null }], items: [] });
      expect(page.body.states.map(({ state, reason }) => [state, reason])).toEqual([['nominated', null], ['screening', null], ['declined', null]]);
      expect((await as(coordinator).call(listCases, { query: {} })).body.items.find(({ id }) => id === caseId)?.people).toMatchObject([{ subjectId, name: null }]);
      expect((await as(coordinator).call(readTimeline, { params: { caseId }, query: {} })).status).toBe(200);
      expect((await as(coordinator).call(protectionRoutes('jag-cases').read, { params: { caseId } })).body.items).toEqual([]);
      const { searchId } = (await as(coordinator).call(beginSearch, { body: { text: 'Lapwing' } })).body;
      expect((await as(coordinator).call(readSearch, { params: { searchId } })).body.items.map((found) => found.id)).not.toContain(caseId);
      expect(await query('select 1 from search_token where subject_id = $1', [subjectId])).toEqual([]);
      const keys = await world.service.app.app.get(SubjectKeys, { strict: false }).find([subjectId]);
      expect(keys.get(subjectId)).toBeNull();
      expect(await query(`select distinct was->>'sixteenth_birthday' as born from sharing_history where kind = 'subject' and row_id = $1`, [subjectId])).toEqual([{ born: null }]);
    });

    it('is on no route after it: whatever has their ids answers, and with nothing of them', async () => {
      const [item] = await query<{ id: string }>('select id from item where subject_id = $1', [subjectId]);
      const all = await world.member(world.agencies.council, ['practitioner', 'coordinator', 'manager', 'victim-safety', 'information-governance']);
      const { url, surroundings } = world.service;
      const answered = await everyAnswer({ url, tokenFor: () => surroundings.tokens.tokenFor(all, 'jag-cases'), known: { erased: { caseId, subjectId, itemId: item?.id ?? '', userId: teacher.userId } } });
      expect(Object.values(answered).join()).toContain(caseId);
      expect(Object.values(answered).join()).not.toMatch(/Sorrel|Lapwing|Fireworks|2012-03-04/);
    });

    it('is erased again in a database that was restored from before', async () => {
      await query('delete from erasure');
      await query(`update subject set erased_at = null, sixteenth_birthday = '2026-03-04' where id = $1`, [subjectId]);
      await world.service.app.app.get(ErasedBefore, { strict: false }).again();
      expect(await query('select sixteenth_birthday as born, erased_at is not null as erased from subject where id = $1', [subjectId])).toEqual([{ born: null, erased: true }]);
    });
  });

  it('is read and written without a failure while the root key and the key of tokens are changed', async () => {
    const { service } = world;
    const issuer = await Issuer.start();
    const replicas = new Replicas(service, issuer);
    const old = String(service.env['CONCORDAT_ROOT_KEY']);
    const next = randomBytes(32).toString('base64');
    const settings = (present: string, ...others: string[]) => ({ CONCORDAT_ROOT_KEY: present, CONCORDAT_OTHER_ROOT_KEYS: JSON.stringify(others) });
    const rewrap = () => rewrapKeys(service.keyStore.appUrl, new RootKeys(Buffer.from(next, 'base64'), [Buffer.from(old, 'base64')]));
    const drafts: string[] = [];
    const failures: unknown[] = [];
    const works = { on: true };
    const begin = async () => {
      const { id, version } = await replicas.at(teacher, async (as) => (await as.call(beginNomination, { body: { forumCode: 'youth-jag' } })).body);
      await replicas.at(teacher, (as) => as.call(saveNominationDraft, { params: { draftId: id }, body: { version, answers: answers() } }));
      drafts.push(id);
    };
    const reads = async (draftId: string) => replicas.at(teacher, async (as) => expect((await as.call(readNominationDraft, { params: { draftId } })).body.answers.person).toMatchObject({ familyName: 'Kestrel' }));
    const ask = async () => {
      while (works.on) {
        await (drafts.length === 0 || Math.random() < 0.3 ? begin() : reads(drafts[Math.floor(Math.random() * drafts.length)] ?? '')).catch((error: unknown) => failures.push(error));
      }
    };
    try {
      await replicas.restart(settings(old));
      // More than a process has read, and so remembers the keys of, while the keys are changed.
      await Promise.all(Array.from({ length: 20 }, begin));
      const [asker, another] = [ask(), ask()];
      const { signing } = issuer;
      const later = await tokenKey('after');
      issuer.shown = [signing, later];
      await replicas.restart(settings(old, next));
      issuer.signing = later;
      expect(await rewrap()).toBeGreaterThan(0);
      await replicas.restart(settings(next, old));
      await rewrap();
      expect(await rewrap()).toBe(0);
      issuer.shown = [later];
      await replicas.restart(settings(next));
      works.on = false;
      await Promise.all([asker, another]);
      for (const draftId of drafts) await reads(draftId);
    } finally {
      works.on = false;
      await replicas.close();
      issuer.close();
    }
    expect(failures).toEqual([]);
    expect(drafts.length).toBeGreaterThan(25);
  }, 60_000);
});
