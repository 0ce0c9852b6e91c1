import { addItem, changeItem, giveAction, listCases, makeTransition, reachPersonOfCase, readCase, readCaseContact, readTimeline, referPerson, setCaseContact, type Transition } from '@concordat/contracts-jag-cases';
import { StaffNamed } from '@concordat/contracts-partnership-registry';
import { CROSSINGS, lookRoutes, planOfWords, protectionRoutes } from '@concordat/contracts-protocol';
import { RuleError } from '@concordat/platform-errors';
import { SealedMessages } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Gate, WAYS_OUT, type WayOut } from '@concordat/sharing';
import { eventually, newId, type Member, type RouteClient } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nominated } from './nominated.js';
import { casework, type World } from './world.js';

const routes = protectionRoutes('jag-cases');
const looks = lookRoutes('jag-cases');

describe('who is kept from a case', () => {
  let world: World;
  let teacher: Member, coordinator: Member, keeper: Member, governor: Member, officer: Member, sergeant: Member;
  let caseId = '';
  let subjectId = '';
  const as = (member: Member): RouteClient => world.service.as(member);
  const read = (member: Member) => as(member).call(readCase, { params: { caseId } });
  const move = async (transition: Transition) =>
    as(coordinator).call(makeTransition, { params: { caseId }, body: { version: (await read(coordinator)).body.version, transition } });
  const protections = async (member: Member = keeper) => (await as(member).call(routes.read, { params: { caseId } })).body;
  const events = (type: string): Promise<{ payload: { userIds: string[]; caseIds: string[]; kind: string } }[]> => world.service.database.query(`select payload from outbox where type = $1 order by created_at`, [type]);
  /** Word of readers that wait for a second person. */
  const asked = async () => (await events('case-notice.raised')).map(({ payload }) => payload).filter(({ kind }) => kind === 'reader-asked');
  const named = async (member: Member, name: string): Promise<void> => {
    const messages = world.service.app.app.get(SealedMessages);
    const names = { 'jag-cases': await messages.sealFor('jag-cases', name), referrals: await messages.sealFor('referrals', name) };
    await world.send(StaffNamed, { aggregateId: member.membershipId, payload: { userId: member.userId, names } });
    await eventually(async () => expect(await world.service.database.query('select 1 from staff_name where user_id = $1', [member.userId])).not.toEqual([]));
  };
  const end = async (entryId: string, version = 1) => as(keeper).call(routes.endInRegister, { params: { caseId, entryId }, body: { version, why: 'Put right' } });

  beforeAll(async () => {
    world = await casework();
    const { council, school, police } = world.agencies;
    teacher = await world.member(school, ['practitioner']);
    coordinator = await world.member(council, ['coordinator']);
    keeper = await world.member(council, ['practitioner', 'victim-safety']);
    governor = await world.member(council, ['information-governance']);
    officer = await world.member(police, ['practitioner']);
    sergeant = await world.member(police, ['manager']);
    ({ caseId } = await nominated(as(teacher)));
    await move({ to: 'screening', duplicatesChecked: true, activityElsewhere: '' });
    await move({
      to: 'accepted', leadUserId: coordinator.userId, circle: [school, police],
      criteria: [{ code: 'age', met: true, explanation: '' }, { code: 'risk', met: true, explanation: '' }],
    });
    subjectId = (await read(coordinator)).body.people[0]!.subjectId;
  });
  afterAll(() => world.close());

  it('is told to the owner alone: to any other there is no such page', async () => {
    const absent = await as(officer).call(routes.read, { params: { caseId: newId() } });
    const hidden = await as(officer).call(routes.read, { params: { caseId } });
    expect([hidden.status, hidden.problem?.detail]).toEqual([404, absent.problem?.detail]);
    expect(await protections()).toMatchObject({ register: [], nearMatches: [], exclusions: [], may: { register: true, exclude: true } });
    expect((await protections(coordinator)).may).toEqual({ register: false, exclude: true });
    expect((await protections(governor)).may.register).toBe(true);
  });

  it('a user in the register loses the case at once, and what they were told of it', async () => {
    expect((await read(officer)).status).toBe(200);
    const body = { subjectId, who: { kind: 'user' as const, userId: officer.userId }, until: null, why: 'Named by the family' };
    const refused = await as(coordinator).call(routes.addToRegister, { params: { caseId }, body });
    expect(refused.status).toBe(403);
    const { id } = (await as(keeper).call(routes.addToRegister, { params: { caseId }, body })).body;
    expect((await read(officer)).status).toBe(404);
    expect((await as(officer).call(listCases, { query: {} })).body.items).toEqual([]);
    expect((await as(officer).call(readTimeline, { params: { caseId }, query: {} })).status).toBe(404);
    expect((await read(sergeant)).status).toBe(200);
    expect((await events('case-notices.withdrawn')).at(-1)?.payload).toEqual({ caseIds: [caseId], userIds: [officer.userId] });
    expect((await protections()).register).toMatchObject([{ id, who: body.who, why: 'Named by the family', addedByUserId: keeper.userId }]);
    expect((await protections(coordinator)).register).toEqual([]);
    expect(JSON.stringify(await world.service.database.query('select * from must_not_receive'))).not.toContain(Buffer.from('Named by').toString('hex'));
    expect((await as(keeper).call(routes.addToRegister, { params: { caseId }, body })).problem?.code).toBe('already-registered');
    expect((await end(id, 7)).problem?.code).toBe('stale-version');
    expect((await end(id)).status).toBe(201);
    expect((await read(officer)).status).toBe(200);
  });

  it('nothing about the person passes the gate to a user or agency in the register, by any way out', async () => {
    const { outreach, police } = world.agencies;
    const notices = async () => (await events('case-notice.raised')).filter((event) => event.payload.kind === 'action-given').flatMap((event) => event.payload.userIds);
    const act = () => as(coordinator).call(giveAction, { params: { caseId }, body: { what: 'Visit', agencyId: police, userId: null, due: '2099-02-01', kind: 'prevention', meetingId: null } });
    const refer = () =>
      as(coordinator).call(referPerson, {
        params: { caseId },
        body: { subjectId, serviceId: world.serviceId, reason: 'Wants a mentor', agreement: { given: true, by: 'person', explanation: null }, safeContact: 'After school' },
      });
    const register = async (who: { kind: 'agency'; agencyId: string } | { kind: 'user'; userId: string }) =>
      (await as(keeper).call(routes.addToRegister, { params: { caseId }, body: { subjectId, who, until: null, why: 'Works there' } })).body.id;

    const user = await register({ kind: 'user', userId: officer.userId });
    expect((await act()).status).toBe(201);
    expect(await notices()).toEqual([sergeant.userId]);

    const agency = await register({ kind: 'agency', agencyId: outreach });
    expect((await refer()).problem?.code).toBe('cannot-be-sent');
    expect(await events('referral.requested')).toEqual([]);
    for (const entry of [user, agency]) await end(entry);

    const referralId = (await refer()).body.referralId;
    expect(await events('referral.requested')).toHaveLength(1);
    // From now on the register goes with the person, both ways.
    const { id } = (await as(keeper).call(routes.addToRegister, { params: { caseId }, body: { subjectId, who: { kind: 'user', userId: officer.userId }, until: null, why: 'Works there' } })).body;
    await end(id);
    expect((await events('case-keeping.changed')).map(({ payload }) => payload)).toMatchObject([{ referralIds: [referralId] }, { referralIds: [referralId] }]);
    const keep = async (to: string | null) =>
      world.send(CROSSINGS.referrals.keeping, {
        aggregateId: newId(),
        payload: { referralIds: [referralId], sealed: await world.service.app.app.get(SealedMessages).sealFor('jag-cases', { entryId: referralId, who: { kind: 'user', userId: officer.userId }, from: '2026-01-01T00:00:00.000Z', to }) },
      });
    await keep(null);
    await eventually(async () => expect((await read(officer)).status).toBe(404));
    const [came] = (await protections()).register.filter((entry) => entry.elsewhere);
    expect((await end(came?.id ?? '')).problem?.code).toBe('kept-elsewhere');
    await keep('2026-01-02T00:00:00.000Z');
    await eventually(async () => expect((await read(officer)).status).toBe(200));
    expect(await events('case-keeping.changed')).toHaveLength(2);
    await act();
    expect((await notices()).slice(1).sort()).toEqual([officer.userId, sergeant.userId].sort());
  });

  it('by every way out the gate keeps back what a user, an agency or the plan for safe contact must not let through', async () => {
    const { council, police } = world.agencies;
    const gate = world.service.app.app.get(Gate);
    const database = world.service.app.app.get(Database);
    const { partnershipId, userId, membershipId, agencyId } = coordinator;
    const tried = async (way: WayOut) =>
      database.transaction({ partnershipId, userId, membershipId, agencyId }, async () => {
        const leaving = { way, partnershipId, caseId };
        const users = (await gate.toUsers(leaving, { userIds: [officer.userId, sergeant.userId] })).to;
        const named = (await gate.toNamed(leaving, { agencyIds: [police, council], roles: ['manager'] })).to;
        const agency = await gate.toAgency(leaving, police).then(({ to }) => to, (error: unknown) => (error instanceof RuleError ? error.code : error));
        const person = await gate.toPerson(leaving, subjectId, false).then(({ to }) => to, (error: unknown) => (error instanceof RuleError ? error.code : error));
        return { users, named, agency, person };
      });
    const everyWay = async () => Promise.all(WAYS_OUT.map(tried));
    const open = { users: [officer.userId, sergeant.userId].sort(), named: [sergeant.userId], agency: police, person: subjectId };
    expect(await everyWay()).toEqual(WAYS_OUT.map(() => open));

    const { id: entry } = (await as(keeper).call(routes.addToRegister, { params: { caseId }, body: { subjectId, who: { kind: 'agency', agencyId: police }, until: null, why: 'Their employer' } })).body;
    const plan = await as(keeper).call(setCaseContact, { params: { caseId, subjectId }, body: { version: null, plan: planOfWords('Only at school') } });
    expect(plan.body).toEqual({ version: 1 });
    expect(await everyWay()).toEqual(WAYS_OUT.map(() => ({ users: [], named: [], agency: 'cannot-be-sent', person: 'safe-contact-unread' })));
    await end(entry);
    expect((await tried('letter')).users).toEqual(open.users);
  });

  it('how and when contact with a person of a case is safe is a plan, as for a referral, and the gate keeps to it', async () => {
    const params = { caseId, subjectId };
    const page = async (member: Member) => (await as(member).call(readCaseContact, { params })).body;
    expect(await page(keeper)).toMatchObject({ plan: { more: 'Only at school', means: [], hasNumber: false, version: 1 }, may: { write: true, reach: true } });
    const write = (member: Member, version: number | null, more = {}) =>
      as(member).call(setCaseContact, { params, body: { version, plan: { ...planOfWords(''), means: ['text-message' as const, 'school' as const], number: '07700 900 200', mustNotAnswer: 'The step-father', ...more } } });
    expect((await write(keeper, null)).problem?.code).toBe('stale-version');
    expect((await write(keeper, 1, { means: [] })).problem?.code).toBe('invalid-input');
    expect((await write(keeper, 1)).body).toEqual({ version: 2 });
    expect((await page(keeper)).plan).toMatchObject({ means: ['text-message', 'school'], hasNumber: true, mustNotAnswer: 'The step-father' });

    const reach = (member: Member, means: 'telephone' | 'text-message' | 'school') => as(member).call(reachPersonOfCase, { params, body: { means, safeContactChecked: true } });
    expect((await reach(keeper, 'telephone')).problem?.code).toBe('means-not-safe');
    expect((await reach(keeper, 'text-message')).body).toEqual({ number: '07700 900 200', email: null });
    // The number is on no page of the case, and another form does not write past the gate.
    expect(JSON.stringify((await read(keeper)).body)).not.toContain('07700 900 200');
    const { items } = (await read(keeper)).body;
    const plan = items.find((item) => item.category === 'contact');
    const add = await as(keeper).call(addItem, { params: { caseId }, body: { subjectId, category: 'contact', fields: { safeMeans: 'telephone' }, marking: 'none', existenceShown: false } });
    const change = await as(keeper).call(changeItem, { params: { caseId, itemId: plan?.id ?? '' }, body: { version: 2, fields: { telephone: '1' }, why: 'Called' } });
    expect([add.problem?.code, change.problem?.code]).toEqual(['plan-for-safe-contact', 'plan-for-safe-contact']);

    // No term shares contact details with the police: for them there is none, and what is kept back looks as what was never said.
    expect(await page(officer)).toMatchObject({ plan: null, may: { write: true, reach: true } });
    expect((await reach(officer, 'telephone')).body).toEqual({ number: null, email: null });
    // By a decision they may read it, and whoever agreed it with the person changes it.
    await world.service.database.query(
      `insert into disclosure (partnership_id, kind, case_id, subject_id, owner_agency_id, recipient_agency_id, categories, gateway, exportable, authorised_by_user_id, authorised_for_agency_id, authorised_at, expires_at)
       values ($1, 'authorised', $2, $3, $4, $5, '{"contact": "*"}', 'court-order', false, $6, $4, now() - interval '1 minute', now() + interval '1 day')`,
      [world.partnershipId, caseId, subjectId, world.agencies.council, world.agencies.police, coordinator.userId],
    );
    expect(await page(officer)).toMatchObject({ plan: { mustNotAnswer: 'The step-father', version: 2, why: [expect.stringMatching(/^Shared by a decision of .*, until /)] }, may: { write: false, reach: true } });
    expect((await write(officer, 2)).problem).toMatchObject({ code: 'plan-of-another-agency', detail: 'Another agency agreed this plan with the person. Ask them to change it.' });
    await world.service.database.query('delete from disclosure');
    const stranger = await world.member(world.agencies.transportPolice, ['practitioner']);
    expect((await as(stranger).call(readCaseContact, { params })).status).toBe(404);
    expect((await as(keeper).call(readCaseContact, { params: { caseId, subjectId: newId() } })).status).toBe(404);
    await world.service.database.query(`update item set owner_agency_id = $2, version = version + 1 where id = $1`, [plan?.id, world.agencies.school]);
    expect((await write(teacher, 3)).body).toEqual({ version: 4 });
    expect((await write(teacher, 3)).problem?.code).toBe('stale-version');
    await world.service.database.query(`update item set owner_agency_id = $2, version = version + 1 where id = $1`, [plan?.id, world.agencies.council]);
  });

  it('a name in the register that is like a colleague’s is raised to those who keep it', async () => {
    await named(officer, 'Stephen Marlow');
    await named(sergeant, 'Erin Hallam');
    await named(teacher, 'Priya Nandra');
    const add = async (name: string) =>
      (await as(keeper).call(routes.addToRegister, { params: { caseId }, body: { subjectId, who: { kind: 'person', name, relation: 'family' }, until: null, why: 'Asked for by the person' } })).body;
    expect(await add('Steven Marlowe')).toMatchObject({ nearMatches: 1 });
    expect(await add('Gareth Hallam')).toMatchObject({ nearMatches: 1 });
    expect(await add('Nobody Alike')).toMatchObject({ nearMatches: 0 });
    const { nearMatches, register } = await protections();
    expect(nearMatches).toMatchObject([{ userId: officer.userId, likeness: 'spelling' }, { userId: sergeant.userId, likeness: 'relative', agencyId: world.agencies.police }]);
    expect(register.map((entry) => (entry.who.kind === 'person' ? entry.who.name : ''))).toEqual(expect.arrayContaining(['Steven Marlowe', 'Gareth Hallam']));
    const raised = (await events('case-notice.raised')).filter((event) => event.payload.kind === 'register-near-match');
    expect(raised[0]?.payload.userIds).toEqual([keeper.userId, governor.userId].sort());
    expect(JSON.stringify(await world.service.database.query('select * from registered_person'))).not.toContain(Buffer.from('Marlowe').toString('hex'));

    const [spelling, relative] = nearMatches;
    const answer = (match: typeof spelling, keepFrom: boolean) => as(governor).call(routes.answerNearMatch, { params: { caseId, matchId: match!.id }, body: { version: match!.version, keepFrom } });
    expect((await answer(spelling, true)).status).toBe(201);
    expect((await answer(relative, false)).status).toBe(201);
    expect((await read(officer)).status).toBe(404);
    expect((await read(sergeant)).status).toBe(200);
    expect((await protections()).nearMatches).toEqual([]);
    const entry = (await protections()).register.find((one) => one.who.kind === 'user')!;
    await end(entry.id, entry.version);
  });

  it('a newcomer whose name is like one in the register is raised when they come', async () => {
    const newcomer = await world.member(world.agencies.transportPolice, ['practitioner']);
    await named(newcomer, 'Stefan Marlow');
    await eventually(async () => expect((await protections()).nearMatches).toMatchObject([{ userId: newcomer.userId, likeness: 'spelling' }]));
  });

  it('leads those who keep the register to what they look after, also without a sharing role, and nobody else', async () => {
    const kept = async (member: Member) => as(member).call(routes.kept, { query: {} });
    const [row] = (await kept(governor)).body.items;
    expect(row).toMatchObject({ caseId, owned: true, registered: 3, nearMatches: 1, excluded: 0, emergencyReviews: 0 });
    expect((await kept(coordinator)).status).toBe(403);
    const elsewhere = await world.member(world.agencies.police, ['information-governance']);
    expect((await kept(elsewhere)).body).toEqual({ items: [], next: null });
    const own = (await protections(keeper)).items.filter((item) => item.category === 'contact');
    expect(own).toMatchObject([{ fields: expect.arrayContaining(['safeMeans', 'mustNotAnswer']), marking: 'none' }]);
  });

  it('an exclusion by the owner hides the case from one person', async () => {
    const body = { userId: sergeant.userId, why: 'Investigates a complaint by the family' };
    expect((await as(officer).call(routes.exclude, { params: { caseId }, body })).status).toBe(404);
    const { id } = (await as(coordinator).call(routes.exclude, { params: { caseId }, body })).body;
    expect((await read(sergeant)).status).toBe(404);
    expect((await protections(coordinator)).exclusions).toMatchObject([{ id, userId: sergeant.userId, why: body.why }]);
    expect((await as(coordinator).call(routes.exclude, { params: { caseId }, body: { ...body, userId: coordinator.userId } })).problem?.code).toBe('not-oneself');
    expect((await as(coordinator).call(routes.endExclusion, { params: { caseId, exclusionId: id } })).status).toBe(200);
    expect((await read(sergeant)).status).toBe(200);
  });

  it('whoever declares a conflict of interest sees the case no more, and nobody is shown it', async () => {
    expect((await as(sergeant).call(routes.declareConflict, { params: { caseId }, body: { subjectIds: [newId()] } })).problem?.code).toBe('invalid-input');
    expect((await as(sergeant).call(routes.declareConflict, { params: { caseId }, body: { subjectIds: [subjectId] } })).body.declared).toBe(1);
    expect((await read(sergeant)).status).toBe(404);
    for (const colleague of [keeper, governor, coordinator]) expect(JSON.stringify({ ...(await protections(colleague)), staff: [] })).not.toContain(sergeant.userId);
    const [mine] = (await as(sergeant).call(routes.myConflicts, {})).body.items;
    expect(mine?.caseReference).toMatch(/^YJ-/);
    expect((await as(officer).call(routes.myConflicts, {})).body.items).toEqual([]);
    expect((await as(officer).call(routes.withdrawConflict, { params: { conflictId: mine!.id }, body: { version: 1, why: 'No' } })).status).toBe(404);
    expect((await as(sergeant).call(routes.withdrawConflict, { params: { conflictId: mine!.id }, body: { version: 1, why: 'They moved away' } })).status).toBe(201);
    expect((await read(sergeant)).status).toBe(200);
  });

  it('a marked item is its readers’ alone; a reader is asked for by one and confirmed by another', async () => {
    const added = await as(keeper).call(addItem, {
      params: { caseId }, body: { subjectId, category: 'behaviour', fields: { incidents: 'Told in confidence' }, marking: 'none', existenceShown: true },
    });
    const itemId = added.body.id;
    const item = async (member: Member) => (await read(member)).body.items.find((one) => one.id === itemId);
    expect(await item(officer)).toBeDefined();
    expect((await as(officer).call(routes.readItem, { params: { itemId } })).status).toBe(404);
    const mark = (existenceShown: boolean) => as(coordinator).call(routes.mark, { params: { itemId }, body: { version: 1, marking: 'victim-safety', existenceShown, why: 'The person asked' } });
    expect((await mark(true)).problem?.code).toBe('marked-shown');
    expect((await mark(false)).body.version).toBe(2);
    expect(await item(officer)).toBeUndefined();
    expect(await item(coordinator)).toBeDefined();
    expect((await as(coordinator).call(routes.mark, { params: { itemId }, body: { version: 2, marking: 'none', existenceShown: false, why: 'x' } })).status).toBe(403);

    const { id: requestId } = (await as(coordinator).call(routes.askForReader, { params: { itemId }, body: { userId: officer.userId, why: 'Needed for the visit' } })).body;
    // Those are told who could confirm it, and neither who asked nor whom it is for.
    expect((await asked()).at(-1)?.userIds.toSorted()).toEqual([keeper.userId, governor.userId].sort());
    const decide = (member: Member) => as(member).call(routes.decideReader, { params: { itemId, requestId }, body: { version: 1, decision: 'confirmed' } });
    expect((await decide(coordinator)).status).toBe(403);
    expect((await decide(officer)).status).toBe(404);
    expect(await item(officer)).toBeUndefined();
    expect((await as(keeper).call(routes.readItem, { params: { itemId } })).body.requests).toMatchObject([{ why: 'Needed for the visit', askedByUserId: coordinator.userId, mine: false }]);
    expect((await decide(keeper)).status).toBe(201);
    expect(await item(officer)).toBeDefined();
    const { readers } = (await as(keeper).call(routes.readItem, { params: { itemId } })).body;
    const reader = readers.find((one) => one.userId === officer.userId)!;
    await as(keeper).call(routes.removeReader, { params: { itemId, readerId: reader.id } });
    expect(await item(officer)).toBeUndefined();
  });

  it('where nobody looks after the safety of victims, information governance confirms a reader without seeing what is kept', async () => {
    const added = await as(teacher).call(addItem, {
      params: { caseId }, body: { subjectId, category: 'behaviour', fields: { incidents: 'Told to the school alone' }, marking: 'none', existenceShown: false },
    });
    const itemId = added.body.id;
    await as(teacher).call(routes.mark, { params: { itemId }, body: { version: 1, marking: 'victim-safety', existenceShown: false, why: 'The person asked' } });
    const ask = () => as(teacher).call(routes.askForReader, { params: { itemId }, body: { userId: officer.userId, why: 'Needed for the visit' } });
    expect((await ask()).problem?.code).toBe('no-second-person');

    const lead = await world.member(world.agencies.school, ['information-governance']);
    const requestId = (await ask()).body.id;
    const waiting = async (member: Member) => (await as(member).call(routes.waitingReaders, {})).body.items;
    const kept = async () => (await as(lead).call(routes.kept, { query: {} })).body.items;
    const decide = (member: Member) => as(member).call(routes.decideReader, { params: { itemId, requestId }, body: { version: 1, decision: 'confirmed' } });
    const told = (await asked()).at(-1);
    expect(told).toMatchObject({ caseId, recordId: requestId, userIds: [lead.userId] });
    expect(await waiting(lead)).toMatchObject([{ id: requestId, itemId, caseId, category: 'behaviour', userId: officer.userId, askedByUserId: teacher.userId, why: 'Needed for the visit' }]);
    expect(await kept()).toMatchObject([{ caseId, owned: false, registered: 0, readerRequests: 1 }]);
    expect((await as(lead).call(routes.readItem, { params: { itemId } })).status).toBe(404);
    // Nobody else's matter: not of those who look after the case, of whoever asked, nor of somebody who is kept from the person.
    for (const member of [teacher, governor, keeper, officer]) expect(await waiting(member)).toEqual([]);
    expect((await decide(governor)).status).toBe(404);
    await world.service.database.query('insert into must_not_receive (partnership_id, subject_id, user_id, from_at) values ($1, $2, $3, $4)', [world.partnershipId, subjectId, lead.userId, new Date(0)]);
    expect([await waiting(lead), await kept(), (await decide(lead)).status]).toEqual([[], [], 404]);
    expect((await as(teacher).call(routes.askForReader, { params: { itemId }, body: { userId: sergeant.userId, why: 'Comes along' } })).status).toBe(201);
    expect((await asked()).at(-1)).toEqual(told);
    await world.service.database.query('delete from named_reader_request where user_id = $1', [sergeant.userId]);
    await world.service.database.query('delete from must_not_receive where user_id = $1', [lead.userId]);

    const seen = async () => (await read(officer)).body.items.some((item) => item.id === itemId);
    expect(await seen()).toBe(false);
    expect((await decide(lead)).status).toBe(201);
    expect(await seen()).toBe(true);
    expect([await waiting(lead), await kept()]).toEqual([[], []]);
  });

  it('the role victim-safety keeps the register, and by itself reads no item', async () => {
    const lone = await world.member(world.agencies.council, ['victim-safety']);
    expect((await protections(lone)).may).toMatchObject({ register: true });
    expect((await protections(lone)).items).toEqual([]);
    expect((await read(lone)).status).toBe(404);
  });

  it('who looked at the case, of any agency, is told to those who read the audit of its owner, and to nobody who is kept from it', async () => {
    const { council, school } = world.agencies;
    const [auditor, snoop, carer] = [await world.member(council, ['auditor']), await world.member(council, ['practitioner']), await world.member(council, ['practitioner', 'victim-safety'])];
    const clerk = await world.member(school, ['practitioner', 'victim-safety']);
    const add = async (by: Member, marking: 'none' | 'victim-safety') =>
      (await as(by).call(addItem, { params: { caseId }, body: { subjectId, category: 'behaviour', fields: { incidents: 'Seen at night' }, marking, existenceShown: false } })).body.id;
    const [kept, ofSchool] = [await add(keeper, 'victim-safety'), await add(teacher, 'none')];
    await as(snoop).call(listCases, { query: {} });
    await as(carer).call(routes.readItem, { params: { itemId: kept } });
    await as(clerk).call(routes.readItem, { params: { itemId: ofSchool } });
    await read(officer);
    const excluded = (await as(coordinator).call(routes.exclude, { params: { caseId }, body: { userId: snoop.userId, why: 'Looked without need' } })).body.id;

    const page = (member: Member, query: { userId?: string; agencyId?: string } = {}) => as(member).call(looks.ofCase, { params: { caseId }, query: { size: 100, ...query } });
    const told = async (member: Member, of?: Member) => (await page(member, of ? { userId: of.userId } : {})).body.items;
    for (const reader of [governor, auditor]) {
      expect((await told(reader, snoop)).find(({ action }) => action === 'listed')).toEqual({ at: expect.any(String), userId: snoop.userId, agencyId: council, action: 'listed', kinds: ['case'] });
      expect((await told(reader, officer))[0]).toMatchObject({ agencyId: world.agencies.police, action: 'viewed', kinds: expect.arrayContaining(['case', 'item']) });
      expect((await page(reader, { agencyId: school })).body.items.every(({ agencyId }) => agencyId === school)).toBe(true);
      // Of what another agency holds it is that agency's to know who looked.
      expect(await told(reader, clerk)).toEqual([]);
      expect(JSON.stringify(await told(reader))).not.toContain('conflict');
      expect((await as(reader).call(looks.find, { body: { reference: (await read(coordinator)).body.reference } })).body.caseId).toBe(caseId);
    }
    // What tells of safety is information governance's to know; that they looked, everybody's who may look.
    expect([(await told(governor, carer)).length, await told(auditor, carer)]).toEqual([1, []]);
    expect([JSON.stringify(await told(governor)).includes('exclusion'), JSON.stringify(await told(auditor)).includes('exclusion')]).toEqual([true, false]);
    expect((await told(governor, auditor))[0]).toMatchObject({ action: 'listed', kinds: expect.arrayContaining(['audit']) });

    expect((await page(coordinator)).status).toBe(403);
    const refused = async (member: Member) => {
      const [hidden, absent] = [await page(member), await as(member).call(looks.ofCase, { params: { caseId: newId() }, query: {} })];
      expect([hidden.status, hidden.problem?.detail]).toEqual([404, absent.problem?.detail]);
      expect((await as(member).call(looks.find, { body: { reference: (await read(coordinator)).body.reference } })).status).toBe(404);
    };
    await refused(await world.member(world.agencies.police, ['information-governance', 'auditor']));
    const { id: entry } = (await as(keeper).call(routes.addToRegister, { params: { caseId }, body: { subjectId, who: { kind: 'user', userId: governor.userId }, until: null, why: 'A relative' } })).body;
    await as(coordinator).call(routes.exclude, { params: { caseId }, body: { userId: auditor.userId, why: 'Works with the family' } });
    await refused(governor);
    await refused(auditor);
    await end(entry);
    await as(coordinator).call(routes.endExclusion, { params: { caseId, exclusionId: excluded } });
  });

  it('who looked at a person is told over every case of theirs that the agency owns and the reader is not kept from', async () => {
    const { council, police } = world.agencies;
    const person = { givenName: 'Jordan', familyName: 'Kestrel', otherNames: '', dateOfBirth: '2012-03-04', school: '', address: '' };
    const second = (await nominated(as(teacher), { person: { subjectId, ...person } })).caseId;
    const another = (await nominated(as(teacher), { person: { subjectId: null, ...person, familyName: 'Wren', dateOfBirth: '2013-05-06' } })).caseId;
    const [visitor, passer, auditor] = [await world.member(council, ['practitioner']), await world.member(council, ['practitioner']), await world.member(council, ['auditor'])];
    expect((await as(visitor).call(readCase, { params: { caseId: second } })).status).toBe(200);
    expect((await as(passer).call(readCase, { params: { caseId: another } })).status).toBe(200);

    const page = (reader: Member, of: Member, params = { caseId, subjectId }) => as(reader).call(looks.ofPerson, { params, query: { userId: of.userId } });
    for (const reader of [governor, auditor]) {
      expect((await page(reader, visitor)).body).toMatchObject({ cases: 2, items: [{ userId: visitor.userId, agencyId: council, action: 'viewed' }] });
      expect((await page(reader, passer)).body.items).toEqual([]);
      const ofCase = (await as(reader).call(looks.ofCase, { params: { caseId }, query: { userId: visitor.userId } })).body;
      expect([ofCase.items, ofCase.people]).toEqual([[], [subjectId]]);
      expect((await page(reader, visitor, { caseId: another, subjectId })).status).toBe(404);
    }
    expect((await page(await world.member(police, ['information-governance']), visitor)).status).toBe(404);
    await as(coordinator).call(routes.exclude, { params: { caseId: second }, body: { userId: governor.userId, why: 'Works with the family' } });
    expect((await page(governor, visitor)).body).toMatchObject({ cases: 1, items: [] });
    expect((await page(auditor, visitor)).body.cases).toBe(2);
  });
});
