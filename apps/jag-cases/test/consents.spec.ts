import { addItem, caseConsents, makeTransition, readCase, type Transition } from '@concordat/contracts-jag-cases';
import { AgreementChanged } from '@concordat/contracts-partnership-registry';
import { CROSSINGS, type ConsentView, type NewConsent } from '@concordat/contracts-protocol';
import { SealedMessages } from '@concordat/platform-messaging';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, newId, type Member, type RouteClient } from '@concordat/testing';
import { nominated } from './nominated.js';
import { casework, type World } from './world.js';

const today = new Date().toISOString().slice(0, 10);

describe('consent on a case', () => {
  let world: World;
  let teacher: Member, coordinator: Member, officer: Member, governor: Member, policeGovernor: Member, outsider: Member;
  let caseId = '';
  let subjectId = '';
  let itemId = '';
  const as = (member: Member): RouteClient => world.service.as(member);

  const aConsent = (given: Partial<NewConsent> = {}): NewConsent => ({
    subjectId,
    decision: 'given',
    givenBy: 'subject',
    giver: null,
    competence: { assessor: 'A. Teacher', on: today, reasons: 'Explained in their own words who would see it and what could follow' },
    recipientAgencyIds: [world.agencies.police],
    categories: ['education'],
    decidedOn: today,
    explained: 'Who sees it, why, and that it can be withdrawn at any time',
    evidence: 'said-in-person',
    evidenceNote: '',
    lastDay: null,
    ...given,
  });
  const record = (given: Partial<NewConsent> = {}, by = teacher) => as(by).call(caseConsents.record, { params: { caseId }, body: aConsent(given) });
  const list = async (by: Member) => (await as(by).call(caseConsents.list, { params: { caseId } })).body;
  const one = async (id: string, by = teacher): Promise<ConsentView> => (await as(by).call(caseConsents.read, { params: { caseId, consentId: id } })).body;
  const withdraw = async (id: string, given: { on?: string; version?: number; by?: Member } = {}) =>
    as(given.by ?? teacher).call(caseConsents.withdraw, {
      params: { caseId, consentId: id },
      body: { version: given.version ?? 1, by: 'Jordan', on: given.on ?? today, how: 'said-in-person', note: '' },
    });
  const seesItem = async (by: Member): Promise<boolean> =>
    (await as(by).call(readCase, { params: { caseId } })).body.items.some(({ id }) => id === itemId);

  beforeAll(async () => {
    world = await casework();
    const { council, school, police, transportPolice } = world.agencies;
    teacher = await world.member(school, ['practitioner']);
    coordinator = await world.member(council, ['coordinator']);
    officer = await world.member(police, ['practitioner']);
    governor = await world.member(council, ['information-governance']);
    policeGovernor = await world.member(police, ['information-governance']);
    outsider = await world.member(transportPolice, ['practitioner']);
    const agencyIds = Object.values(world.agencies);
    await world.send(AgreementChanged, {
      aggregateId: newId(),
      payload: {
        name: 'the school agreement', status: 'active', validFrom: '2020-01-01', validTo: '2099-01-01',
        signatures: agencyIds.map((agencyId) => ({ agencyId, on: '2020-01-01', withdrawnOn: null })),
        terms: [{ id: newId(), number: 1, purpose: 'youth-diversion', from: [school], to: [police], categories: { education: '*' }, basis: 'consent', gateway: null, export: false }],
      },
    });
    await eventually(async () => {
      const [row] = await world.service.database.query<{ n: number }>('select count(*)::int as n from agreement_projection');
      expect(row?.n).toBe(2);
    });
    ({ caseId } = await nominated(as(teacher)));
    const page = async () => (await as(coordinator).call(readCase, { params: { caseId } })).body;
    const move = async (transition: Transition) =>
      as(coordinator).call(makeTransition, { params: { caseId }, body: { version: (await page()).version, transition } });
    await move({ to: 'screening', duplicatesChecked: true, activityElsewhere: '' });
    await move({
      to: 'accepted', leadUserId: coordinator.userId, circle: [school, police],
      criteria: [{ code: 'age', met: true, explanation: '' }, { code: 'risk', met: true, explanation: '' }],
    });
    subjectId = (await page()).people[0]?.subjectId ?? '';
    const added = await as(teacher).call(addItem, {
      params: { caseId }, body: { subjectId, category: 'education', fields: { attendance: '61%' }, marking: 'none', existenceShown: true },
    });
    itemId = added.body.id;
  });
  afterAll(() => world.close());

  it('opens what a term shares on consent, and a withdrawal closes it with the very next request', async () => {
    expect(await seesItem(officer)).toBe(false);
    const { status, body } = await record();
    expect(status).toBe(201);
    expect(await seesItem(officer)).toBe(true);
    expect((await one(body.id)).state).toBe('in-force');
    const gone = await withdraw(body.id);
    expect(gone.status).toBe(201);
    expect(await seesItem(officer)).toBe(false);
    expect(await one(body.id)).toMatchObject({ state: 'withdrawn', withdrawal: { by: 'Jordan', how: 'said-in-person' }, mayWithdraw: false });
  });

  it('leaves a task to each recipient, which only they see, and which is done with a note', async () => {
    const tasks = async (by: Member, done: 'yes' | 'no' = 'no') => (await as(by).call(caseConsents.listTasks, { query: { done } })).body.items;
    const [task] = await tasks(officer);
    expect(task).toMatchObject({ caseId, agencyId: world.agencies.police, categories: ['education'], cause: 'withdrawn', done: null });
    expect(await tasks(coordinator)).toEqual([]);
    const finish = (by: Member, version = 1) => as(by).call(caseConsents.finishTask, { params: { taskId: task?.id ?? '' }, body: { version, how: 'deleted', note: 'Deleted from our notes' } });
    expect((await finish(coordinator)).problem?.code).toBe('not-found');
    expect((await finish(officer)).status).toBe(201);
    expect((await finish(officer, 2)).problem?.code).toBe('done-already');
    expect((await finish(officer)).problem).toMatchObject({ code: 'stale-version', current: 2 });
    expect(await tasks(officer)).toEqual([]);
    expect(await tasks(officer, 'yes')).toMatchObject([{ done: { how: 'deleted', note: 'Deleted from our notes', byUserId: officer.userId } }]);
  });

  it('is told to the recipients of a withdrawal, without a word of whom', async () => {
    const notices = await world.service.database.query<{ payload: { kind: string; recordId: string | null; userIds: string[] } }>("select payload from outbox where type = 'case-notice.raised'");
    const told = notices.map(({ payload }) => payload).filter(({ kind }) => kind === 'consent-withdrawn');
    expect(told).toHaveLength(1);
    const [task] = (await as(officer).call(caseConsents.listTasks, { query: { done: 'yes' } })).body.items;
    expect(told[0]?.recordId).toBe(task?.id);
    expect(told[0]?.userIds.sort()).toEqual([officer.userId, policeGovernor.userId].sort());
  });

  it('refuses who could not decide, and what contradicts itself, with what to change', async () => {
    const code = async (given: Partial<NewConsent>) => (await record(given)).problem?.code;
    const parent = { givenBy: 'parental-responsibility', giver: { name: 'Sam Kestrel', relationship: 'parent' }, competence: null } as const;
    expect(await code({ competence: null })).toBe('child-not-competent');
    const sixteenOn = (day: string) => world.service.database.query(`update subject set sixteenth_birthday = ${day} where id = $1`, [subjectId]);
    const [born] = await world.service.database.query<{ day: string }>('select sixteenth_birthday::text as day from subject where id = $1', [subjectId]);
    await sixteenOn("(current_date + interval '6 years 6 months')::date");
    const nine = (await record({ competence: null })).problem;
    expect([nine?.code, nine?.detail]).toEqual(['child-not-competent', expect.stringContaining('Record that they were assessed as competent to decide this, by whom and why, or ask somebody with parental responsibility')]);
    await sixteenOn(`'${born!.day}'`);
    expect(await code({ ...parent })).toBe('child-decided');
    expect(await code({ givenBy: 'attorney', giver: { name: 'Sam Kestrel', relationship: 'attorney' }, competence: null })).toBe('attorney-of-child');
    const issues = async (given: Partial<NewConsent>) => {
      const { problem } = await record(given);
      expect(problem?.code).toBe('invalid-input');
      return JSON.stringify(problem);
    };
    expect(await issues({ lastDay: '2020-01-01' })).toContain('The last day must be today or in the future');
    expect(await issues({ decidedOn: '2099-01-01' })).toContain('today or in the past');
    expect(await issues({ decision: 'refused', lastDay: '2099-01-01' })).toContain('A refusal has no last day');
    expect(await issues({ ...parent, giver: null })).toContain('Say who decided');
    expect(await issues({ recipientAgencyIds: [newId()] })).toContain('Choose agencies of your partnership');
    expect(await issues({ subjectId: newId() })).toContain('Choose a person whom the case is about');
    const { id } = (await record()).body;
    // Who was passed on by it to a service, is to be told there too, also where the service is no recipient of its own.
    const referralId = newId();
    await world.service.database.query(
      `insert into case_referral (id, partnership_id, case_id, subject_id, service_id, state, requested_at, by_user_id, consent_ids) values ($1, $2, $3, $4, $5, 'sent', now(), $6, $7)`,
      [referralId, world.partnershipId, caseId, subjectId, world.serviceId, coordinator.userId, `{${id}}`],
    );
    expect((await withdraw(id, { on: '2020-01-01' })).problem?.code).toBe('withdrawn-before-given');
    expect((await withdraw(id)).status).toBe(201);
    const sent = await world.service.database.query<{ payload: unknown }>("select payload from outbox where type = 'consent.withdrawn' and aggregate_id = $1", [id]);
    expect(sent).toMatchObject([{ payload: { referralIds: [referralId], restingIds: [referralId] } }]);
    expect((await withdraw(id)).problem).toMatchObject({ code: 'stale-version', changes: [{ field: 'withdrawnAt' }] });
  });

  it('is kept when it is refused, as easily as when it is given, and the refusal decides', async () => {
    const given = (await record()).body;
    expect(await seesItem(officer)).toBe(true);
    const refused = (await record({ decision: 'refused' })).body;
    expect(await seesItem(officer)).toBe(false);
    expect([(await one(given.id)).state, (await one(refused.id)).state]).toEqual(['not-counted', 'refused']);
    expect((await withdraw(refused.id)).problem?.code).toBe('not-given');
  });

  it('is told to the case’s owner, the agencies that it names and information governance of both, and to nobody else', async () => {
    for (const member of [coordinator, governor, officer, policeGovernor, teacher]) expect((await list(member)).consents.length).toBeGreaterThan(0);
    const path = { params: { caseId } };
    const hidden = await as(outsider).call(caseConsents.list, path);
    const absent = await as(outsider).call(caseConsents.list, { params: { caseId: newId() } });
    expect({ ...hidden.problem, instance: '' }).toEqual({ ...absent.problem, instance: '' });
    const only = (await record({ recipientAgencyIds: [world.agencies.council] })).body;
    expect((await list(officer)).consents.map(({ id }) => id)).not.toContain(only.id);
    expect((await as(officer).call(caseConsents.read, { params: { caseId, consentId: only.id } })).problem?.code).toBe('not-found');
  });

  it('keeps apart what is not consent', async () => {
    const answer = (kind: 'service' | 'confidentiality' | 'told') =>
      as(teacher).call(caseConsents.answer, { params: { caseId }, body: { subjectId, kind, answer: 'yes', by: 'Jordan', on: today, about: `About ${kind}` } });
    for (const kind of ['service', 'confidentiality', 'told'] as const) expect((await answer(kind)).status).toBe(201);
    expect((await list(teacher)).answers.map(({ kind }) => kind).sort()).toEqual(['confidentiality', 'service', 'told']);
    expect((await list(officer)).answers).toEqual([]);
    expect(await seesItem(officer)).toBe(false);
  });

  it('has a receipt with the fields of ISO/IEC TS 27560, for each agency that it names', async () => {
    const { id } = (await record({ recipientAgencyIds: [world.agencies.police, world.agencies.council], lastDay: '2099-12-31' })).body;
    const receipt = await as(officer).call(caseConsents.receipt, { params: { caseId, consentId: id }, query: { safeContactRead: 'yes' } });
    expect(receipt.body).toMatchObject({
      header: { schemaVersion: 'ISO/IEC TS 27560:2023', recordId: id, piiPrincipalId: subjectId },
      processing: { purpose: 'youth-diversion', lawfulBasis: 'consent', piiCategories: [{ code: 'education', sensitive: false }], jurisdiction: 'GB' },
      parties: [{ id: world.agencies.council, role: 'controller' }, { id: world.agencies.police, role: 'recipient' }],
      events: [{ type: 'explicit', state: 'in-force', validUntil: '2100-01-01T00:00:00.000Z' }],
    });
    const unread = await fetch(`${world.service.url}/cases/${caseId}/consents/${id}/receipt`, { headers: { authorization: `Bearer ${await world.service.surroundings.tokens.tokenFor(officer, 'jag-cases')}` } });
    expect([unread.status, await unread.text()]).toEqual([400, expect.stringContaining('Read how and when contact with the person is safe')]);
    const page = (await as(officer).call(readCase, { params: { caseId } })).body;
    expect(page.items.find((item) => item.id === itemId)?.reasons).toContain(`consent:${id}`);
  });

  it('of a parent ends at the instant at which they are alleged to cause harm, and the case’s owner is told', async () => {
    const other = await nominated(as(teacher), { person: { subjectId: null, givenName: 'Robin', familyName: 'Wren', otherNames: '', dateOfBirth: '2014-05-06', school: '', address: '' } });
    const params = { caseId: other.caseId };
    const [person] = (await as(teacher).call(caseConsents.list, { params })).body.people;
    const body = aConsent({ subjectId: person?.subjectId ?? '', givenBy: 'parental-responsibility', giver: { name: 'Mrs Alex  Wren', relationship: 'parent' }, competence: null });
    const { id } = (await as(teacher).call(caseConsents.record, { params, body })).body;
    expect((await as(teacher).call(caseConsents.read, { params: { ...params, consentId: id } })).body.state).toBe('in-force');
    const harm = { subjectId: body.subjectId, name: 'alex wren', relationship: 'parent', what: 'Hits the child', source: 'The child, to a teacher' } as const;
    expect((await as(teacher).call(caseConsents.allegeHarm, { params, body: harm })).body.consentsEnded).toBe(0);
    const seen = (await as(coordinator).call(caseConsents.list, { params })).body;
    expect(seen.consents).toMatchObject([{ id, state: 'not-counted' }]);
    expect(seen.consents[0]?.invalidatedAt).not.toBeNull();
    expect(seen.relations).toMatchObject([{ name: 'Mrs Alex  Wren', harm: { what: 'Hits the child' } }]);
    const periods = await world.service.database.query(`select 1 from sharing_consent_period where consent_id = '${id}' and to_at > now()`);
    expect(periods).toEqual([]);
    const again = await as(teacher).call(caseConsents.record, { params, body });
    expect(again.problem).toMatchObject({ code: 'giver-not-accepted' });
    expect(again.problem?.detail).not.toContain('harm');
    const ended = await world.service.database.query<{ payload: { userIds: string[] } }>("select payload from outbox where payload ->> 'kind' = 'consent-ended'");
    expect(ended[0]?.payload.userIds.sort()).toEqual([coordinator.userId, governor.userId].sort());
  });

  it('given by somebody who is alleged on another case to cause harm stops counting, and what is alleged stays where it was said', async () => {
    const person = { givenName: 'Ash', familyName: 'Siskin', otherNames: '', dateOfBirth: '2014-05-06', school: '', address: '' };
    const first = await nominated(as(teacher), { person: { subjectId: null, ...person } });
    const [known] = (await as(teacher).call(caseConsents.list, { params: { caseId: first.caseId } })).body.people;
    const subjectId = known?.subjectId ?? '';
    const second = await nominated(as(teacher), { person: { subjectId, ...person } });
    const parent = { subjectId, givenBy: 'parental-responsibility', giver: { name: 'Jo Siskin', relationship: 'parent' }, competence: null } as const;
    const { id } = (await as(teacher).call(caseConsents.record, { params: { caseId: second.caseId }, body: aConsent(parent) })).body;
    const told = async () => (await world.service.database.query<{ payload: { caseId: string; recordId: string } }>("select payload from outbox where payload ->> 'kind' = 'consent-ended'")).map(({ payload }) => [payload.caseId, payload.recordId]);
    const before = (await told()).length;
    const harm = { subjectId, name: 'Jo Siskin', relationship: 'parent', what: 'Frightens the child', source: 'A neighbour' } as const;
    const { consentsEnded } = (await as(coordinator).call(caseConsents.allegeHarm, { params: { caseId: first.caseId }, body: harm })).body;
    expect(consentsEnded).toBe(0);
    expect((await told()).slice(before)).toEqual([[second.caseId, id]]);
    const elsewhere = (await as(teacher).call(caseConsents.list, { params: { caseId: second.caseId } })).body;
    expect(elsewhere.consents).toMatchObject([{ id, state: 'not-counted', invalidatedAt: null }]);
    expect(elsewhere.relations).toMatchObject([{ name: 'Jo Siskin', harm: null, harmAllegedFrom: null }]);
    // The school, which wrote nothing of it, is not shown what the council was told.
    expect((await as(teacher).call(caseConsents.list, { params: { caseId: first.caseId } })).body.relations).toEqual([]);
    expect((await as(coordinator).call(caseConsents.list, { params: { caseId: first.caseId } })).body.relations).toMatchObject([{ harm: { what: 'Frightens the child' } }]);
  });

  it('given by somebody who is alleged in referrals to cause harm stops counting from that instant, and the case’s owner is told', async () => {
    const other = await nominated(as(teacher), { person: { subjectId: null, givenName: 'Lee', familyName: 'Dunnock', otherNames: '', dateOfBirth: '2014-05-06', school: '', address: '' } });
    const params = { caseId: other.caseId };
    const [person] = (await as(teacher).call(caseConsents.list, { params })).body.people;
    const body = aConsent({ subjectId: person?.subjectId ?? '', givenBy: 'parental-responsibility', giver: { name: 'Kit Dunnock', relationship: 'parent' }, competence: null });
    const { id } = (await as(teacher).call(caseConsents.record, { params, body })).body;
    const referralId = newId();
    await world.service.database.query(
      `insert into case_referral (id, partnership_id, case_id, subject_id, service_id, state, requested_at, by_user_id) values ($1, $2, $3, $4, $5, 'sent', now(), $6)`,
      [referralId, world.partnershipId, other.caseId, body.subjectId, world.serviceId, coordinator.userId],
    );
    const from = new Date().toISOString();
    const sealed = await world.service.app.app.get(SealedMessages).sealFor('jag-cases', { allegationId: newId(), name: 'Ms Kit Dunnock', from });
    await world.send(CROSSINGS.referrals.harmAlleged, { aggregateId: newId(), payload: { referralIds: [referralId], sealed } });
    const seen = async () => (await as(coordinator).call(caseConsents.list, { params })).body;
    await eventually(async () => expect((await seen()).consents).toMatchObject([{ id, state: 'not-counted', invalidatedAt: from }]));
    expect((await seen()).relations).toMatchObject([{ name: 'Kit Dunnock', harm: null }]);
    const told = await world.service.database.query<{ payload: { recordId: string; userIds: string[] } }>("select payload from outbox where payload ->> 'kind' = 'consent-ended'");
    expect(told.map(({ payload }) => payload).find(({ recordId }) => recordId === id)?.userIds.sort()).toEqual([coordinator.userId, governor.userId].sort());
    expect((await as(teacher).call(caseConsents.record, { params, body })).problem?.code).toBe('giver-not-accepted');
  });

  it('is sealed: nothing that was said can be read in the database', async () => {
    const dump = JSON.stringify(await world.service.database.query('select * from consent_statement, subject_relation, person_answer, alleged_elsewhere'));
    for (const said of ['Who sees it', 'Wren', 'Dunnock', 'Hits the child']) expect([dump.includes(said), dump.includes(Buffer.from(said).toString('hex'))]).toEqual([false, false]);
  });
});
