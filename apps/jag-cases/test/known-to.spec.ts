import { addItem, askKnownTo, CaseNotice, changeItem, findPeople, listKnownToAsks, readCase, readKnownTo, reviewKnownToAsk } from '@concordat/contracts-jag-cases';
import { AgreementChanged } from '@concordat/contracts-partnership-registry';
import { knownToRoutes, type EventOf, KnownToAsked } from '@concordat/contracts-protocol';
import { PeopleIndexing } from '@concordat/sharing';
import { eventually, newId, type Member } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accept } from './moving.js';
import { nominated } from './nominated.js';
import { agreementOf, casework, type World } from './world.js';

const routes = knownToRoutes('jag-cases');
type Payload = EventOf<typeof KnownToAsked>['payload'];

/** A nomination of somebody by that name. */
const personOf = (givenName: string, familyName: string, dateOfBirth: string) => ({
  person: { subjectId: null, givenName, familyName, otherNames: '', dateOfBirth, school: '', address: '' },
});

describe('known to', () => {
  let world: World;
  let teacher: Member, coordinator: Member, officer: Member, policeLead: Member, outreach: Member, safety: Member, councilLead: Member;
  let askingId = '', askingSubject = '', knownId = '', knownItem = '', knownSubject = '';
  const why = 'To plan the visit together';

  const query = <Row extends Record<string, unknown> = Record<string, unknown>>(statement: string, values?: unknown[]) => world.service.database.query<Row>(statement, values);
  const ask = (by: Member, { caseId = askingId, subjectId = askingSubject } = {}) => world.service.as(by).call(askKnownTo, { params: { caseId }, body: { subjectId, why } });
  const words = async (by: Member) => (await world.service.as(by).call(routes.list, { query: {} })).body.items;
  const outbox = <P>(type: string) => query<{ payload: P; aggregate_id: string }>('select payload, aggregate_id from outbox where type = $1 order by id', [type]);
  /** Until every ask has reached the service by its queue and is done. */
  const passedOn = () =>
    eventually(async () => {
      const waiting = await query("select 1 from outbox o where type = 'known-to.asked' and not exists (select from inbox i where i.event_id = o.id)");
      if (waiting.length > 0) throw new Error('not yet');
    });
  const told = async () => (await outbox<EventOf<typeof CaseNotice>['payload']>('case-notice.raised')).map(({ payload }) => payload).filter(({ kind }) => kind === 'known-to-asked');

  beforeAll(async () => {
    world = await casework();
    const { council, school, police } = world.agencies;
    teacher = await world.member(school, ['practitioner']);
    coordinator = await world.member(council, ['coordinator']);
    officer = await world.member(police, ['practitioner']);
    policeLead = await world.member(police, ['information-governance']);
    outreach = await world.member(world.agencies.outreach, ['practitioner', 'manager']);
    safety = await world.member(world.agencies.outreach, ['victim-safety', 'practitioner']);
    councilLead = await world.member(council, ['information-governance']);
    // The person as outreach knows them: another case, written a little otherwise.
    ({ caseId: knownId } = await nominated(world.service.as(outreach), personOf('Jayden', 'Marsden', '2012-05-04')));
    ({ caseId: askingId } = await nominated(world.service.as(teacher), personOf('Jaydon', 'Marsden', '2012-05-04')));
    await accept(world.service.as(coordinator), askingId, coordinator.userId, [police, school]);
    askingSubject = (await world.service.as(officer).call(readCase, { params: { caseId: askingId } })).body.people[0]!.subjectId;
    const [identity] = await query<{ id: string; subject_id: string }>("select id, subject_id from item where case_id = $1 and category = 'identity'", [knownId]);
    ({ id: knownItem, subject_id: knownSubject } = identity!);
  });
  afterAll(() => world.close());

  it('answers the same bytes and does the same work, whoever knows the person or nobody', async () => {
    const page = (await world.service.as(officer).call(readKnownTo, { params: { caseId: askingId } })).body;
    expect(page).toMatchObject({ open: true, people: [{ subjectId: askingSubject, name: 'Jaydon Marsden', why: ['Shared under the Youth JAG agreement, term 1'] }], leftToday: 10, asked: [] });
    // What the queue does of it meanwhile is no part of the answer.
    const rows = async () =>
      (await query(`select (select count(*) from known_to_ask) as asks, (select count(*) from outbox where type = 'known-to.asked') as events,
        (select count(*) from audit_entry a where a.user_id is not null and not exists (select from known_to_word w where w.id::text = any (a.ids))) as audited`))[0]!;
    const counted = async (work: () => Promise<{ status: number; body: unknown }>) => {
      const before = await rows();
      const { status, body } = await work();
      const after = await rows();
      return { status, body, written: Object.fromEntries(Object.entries(after).map(([name, n]) => [name, Number(n) - Number(before[name])])) };
    };
    const known = await counted(() => ask(officer));
    const { caseId } = await nominated(world.service.as(teacher), personOf('Zebedee', 'Quill', '2011-01-01'));
    const subjectId = (await world.service.as(teacher).call(readCase, { params: { caseId } })).body.people[0]!.subjectId;
    const unknown = await counted(() => ask(teacher, { caseId, subjectId }));
    expect(known).toEqual(unknown);
    // Nobody is looked for while it is asked: that is done by the queue.
    expect(known).toMatchObject({ status: 201, body: { reply: 'passed-on' }, written: { asks: 1 } });
    const [first, second] = await outbox<Payload>('known-to.asked');
    expect(Object.keys(first!.payload)).toEqual(Object.keys(second!.payload));
    expect(JSON.stringify([first, second])).not.toMatch(/Marsden|Jaydon|Quill|visit/);
  });

  it('tells the agency that knows the person who asked and why, and nobody else', async () => {
    await passedOn();
    const [word] = await words(outreach);
    expect(word).toMatchObject({
      caseId: knownId, itemId: knownItem, name: 'Jayden Marsden', whySeen: ['Your agency owns this information'], fromUserId: officer.userId, fromAgencyId: world.agencies.police, purpose: 'youth-diversion', why, keepFromAsker: false, decided: null,
    });
    for (const other of [officer, policeLead, teacher, coordinator, councilLead]) expect(await words(other)).toEqual([]);
    expect((await world.service.as(officer).call(routes.read, { params: { wordId: word!.id } })).status).toBe(404);
    expect(await told()).toMatchObject([{ caseId: knownId, recordId: word!.id, userIds: [outreach.userId, safety.userId].sort() }]);
    // The asker's own case is nobody's news: it tells the council and the school nothing.
    expect((await query('select 1 from known_to_word')).length).toBe(1);
  });

  it('is decided by the agency that knows the person, and whoever asked learns nothing of it', async () => {
    const [word] = await words(outreach);
    const decide = (by: Member, version = word!.version) =>
      world.service.as(by).call(routes.decide, { params: { wordId: word!.id }, body: { version, decision: 'contact', note: 'Will telephone tomorrow' } });
    const before = (await world.service.as(officer).call(readKnownTo, { params: { caseId: askingId } })).body;
    expect((await decide(officer)).status).toBe(404);
    expect((await decide(outreach)).status).toBe(201);
    expect((await decide(outreach)).status).toBe(409);
    expect((await decide(outreach, word!.version + 1)).problem).toMatchObject({ code: 'decided-already' });
    expect(await words(outreach)).toEqual([]);
    expect((await world.service.as(outreach).call(routes.list, { query: { decided: 'yes' } })).body.items).toMatchObject([{ decided: { decision: 'contact', note: 'Will telephone tomorrow' } }]);
    expect((await world.service.as(officer).call(readKnownTo, { params: { caseId: askingId } })).body).toEqual(before);
  });

  it('never tells an agency or a user of the register, nor those who may not read what they know the person by', async () => {
    const register = (column: 'agency_id' | 'user_id', id: string, subjectId: string) =>
      query(`insert into must_not_receive (partnership_id, subject_id, ${column}, from_at) values ($1, $2, $3, $4)`, [world.partnershipId, subjectId, id, new Date(0)]);
    await register('user_id', outreach.userId, askingSubject);
    await ask(officer);
    await passedOn();
    expect(await words(outreach)).toEqual([]);
    expect(await words(safety)).toHaveLength(1);
    expect((await told()).at(-1)?.userIds).toEqual([safety.userId]);

    await register('agency_id', world.agencies.outreach, askingSubject);
    const before = (await told()).length;
    expect((await ask(officer)).body).toEqual({ reply: 'passed-on' });
    await passedOn();
    expect((await told()).length).toBe(before);
    await query('delete from must_not_receive');

    // Marked for the victim's safety: those who look after it are told, and their colleagues are not.
    await query(`update item set marking = 'victim-safety', version = version + 1 where id = $1`, [knownItem]);
    await ask(officer);
    await passedOn();
    expect((await told()).at(-1)?.userIds).toEqual([safety.userId]);
    await query(`update item set marking = 'none', version = version + 1 where id = $1`, [knownItem]);

    // Whoever asks is in the register of the person as they are known here.
    await register('agency_id', world.agencies.police, knownSubject);
    await ask(officer);
    await passedOn();
    expect((await told()).at(-1)?.userIds).toEqual([safety.userId]);
    await query('delete from must_not_receive');
  });

  it('asks nobody when the agreement by which the asker knew the name is suspended while it is under way', async () => {
    const before = (await told()).length;
    let version = 1;
    const agreement = async (status: 'active' | 'suspended') => {
      version += 1;
      await world.send(AgreementChanged, { aggregateId: world.agreementId, version, payload: { ...agreementOf(world.agencies), status } });
      await eventually(async () => expect(await query('select 1 from agreement_projection where version = $1', [version])).toHaveLength(1));
    };
    await ask(officer);
    await passedOn();
    expect((await told()).length).toBe(before + 1);
    // As it is when the queue stood still for a while: what was asked is delivered once the agreement is suspended.
    const asked = await outbox<Payload>('known-to.asked');
    const { payload } = asked.at(-1)!;
    const deliverAgain = async () => {
      const heard = (await query('select 1 from inbox')).length;
      await world.send(KnownToAsked, { aggregateId: newId(), payload });
      await eventually(async () => expect((await query('select 1 from inbox')).length).toBe(heard + 1));
    };
    await agreement('suspended');
    await deliverAgain();
    expect((await told()).length).toBe(before + 1);
    await agreement('active');
    await deliverAgain();
    expect((await told()).length).toBe(before + 2);
  });

  it('finds a person by every name that an agency adds later, for those alone who may read it', async () => {
    const found = async (givenName: string, familyName: string) =>
      (await world.service.as(teacher).call(findPeople, { body: { givenName, familyName, dateOfBirth: null } })).body.items.map(({ subjectId }) => subjectId);
    const add = async (givenName: string, familyName: string, marking: 'none' | 'victim-safety') =>
      (await world.service.as(officer).call(addItem, { params: { caseId: askingId }, body: { subjectId: askingSubject, category: 'identity', fields: { givenName, familyName }, marking, existenceShown: false } })).body;
    const { id, version } = await add('Perpetua', 'Featherstone', 'none');
    await add('Ignatius', 'Quartermaine', 'victim-safety');
    expect([await found('Perpetua', 'Featherstone'), await found('Ignatius', 'Quartermaine')]).toEqual([[askingSubject], []]);
    const change = { version, fields: { givenName: 'Clementine', familyName: 'Thistlewood' }, why: 'Married' };
    expect((await world.service.as(officer).call(changeItem, { params: { caseId: askingId, itemId: id }, body: change })).status).toBe(200);
    expect([await found('Perpetua', 'Featherstone'), await found('Clementine', 'Thistlewood')]).toEqual([[], [askingSubject]]);
    const noDate = { version: version + 1, fields: { ...change.fields, dateOfBirth: 'spring of 2012' }, why: 'Heard' };
    const { status, problem } = await world.service.as(officer).call(changeItem, { params: { caseId: askingId, itemId: id }, body: noDate });
    expect([status, problem?.issues]).toEqual([400, [{ path: 'body.fields.dateOfBirth', message: 'Date of birth must be a real date, like 2012-03-27' }]]);

    // As an installed copy holds it: tokens of people, made when they were nominated, and none of what came later.
    const held = 'select subject_id, item_id, field, kind, token from search_token order by item_id, field, kind, token';
    const before = await query(held);
    await query('delete from search_token where item_id = $1', [id]);
    await query('update search_token set item_id = null, item_version = null where subject_id = $1', [askingSubject]);
    expect(await found('Jaydon', 'Marsden')).toEqual([askingSubject]);
    for (let turn = 0; turn < 2; turn += 1) await world.service.app.app.get(PeopleIndexing).complete();
    expect(await query(held)).toEqual(before);

    const { caseId } = await nominated(world.service.as(outreach), personOf('Clementine', 'Thistlewood', '2012-05-04'));
    const subjectId = (await world.service.as(outreach).call(readCase, { params: { caseId } })).body.people[0]!.subjectId;
    await ask(outreach, { caseId, subjectId });
    await passedOn();
    expect((await words(officer)).map((word) => word.caseId)).toEqual([askingId]);
  });

  it('is asked of an open case, of people whom the asker may name, and so often a day', async () => {
    expect((await ask(officer, { subjectId: newId() })).status).toBe(400);
    const stranger = await world.member(world.agencies.transportPolice, ['practitioner']);
    expect((await ask(stranger)).status).toBe(404);
    expect((await ask(councilLead)).status).toBe(403);
    for (let n = 0; n < 20; n += 1) if ((await ask(coordinator)).status !== 201) break;
    expect((await ask(coordinator)).problem).toMatchObject({ code: 'too-many-today' });
    expect((await query('select 1 from known_to_ask where user_id = $1', [coordinator.userId])).length).toBe(10);
    await query(`update "case" set state = 'closed', version = version + 1 where id = $1`, [askingId]);
    expect((await ask(officer)).problem).toMatchObject({ code: 'case-closed' });
    await query(`update "case" set state = 'assessing', version = version + 1 where id = $1`, [askingId]);
  });

  it('is reviewed by the information governance of the agency that asked', async () => {
    const list = async (by: Member, reviewed: 'yes' | 'no' = 'no') => world.service.as(by).call(listKnownToAsks, { query: { reviewed, size: 100 } });
    const { items } = (await list(policeLead)).body;
    expect(items.length).toBeGreaterThan(3);
    expect(items[0]).toMatchObject({ userId: officer.userId, why, caseReference: expect.stringMatching(/^YJ-/) });
    expect((await list(councilLead)).body.items.every(({ userId }) => userId === coordinator.userId)).toBe(true);
    expect((await list(officer)).status).toBe(403);
    const review = (by: Member) => world.service.as(by).call(reviewKnownToAsk, { params: { askId: items[0]!.id }, body: { version: items[0]!.version, outcome: 'justified', note: 'Needed for the visit' } });
    expect((await review(councilLead)).status).toBe(404);
    expect((await review(policeLead)).status).toBe(201);
    expect((await list(policeLead, 'yes')).body.items).toMatchObject([{ id: items[0]!.id, reviewed: { outcome: 'justified', byUserId: policeLead.userId } }]);
    const page = (await world.service.as(policeLead).call(listKnownToAsks, { query: { size: 1 } })).body;
    const next = (await world.service.as(policeLead).call(listKnownToAsks, { query: { size: 1, after: page.next! } })).body;
    expect(next.items[0]!.id).not.toBe(page.items[0]!.id);
    const audited = await query<{ action: string }>("select distinct action from audit_entry where kind = 'known-to' order by 1");
    expect(audited.map(({ action }) => action)).toEqual(['changed', 'listed', 'shared', 'viewed'].filter((one) => one !== 'viewed'));
  });
});
