import { addItem, caseEmergencies, listCases } from '@concordat/contracts-jag-cases';
import { AgencyChanged } from '@concordat/contracts-partnership-registry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CROSSINGS } from '@concordat/contracts-protocol';
import { EmergencyReviews } from '@concordat/sharing';
import { eventually, newId, type Member, type RouteClient } from '@concordat/testing';
import { answers } from './answers.js';
import { nominated } from './nominated.js';
import { casework, type World } from './world.js';

describe('emergency access', () => {
  let world: World;
  let teacher: Member, manager: Member, governor: Member, headOfSchool: Member, officer: Member, colleague: Member, barred: Member, keeper: Member;
  let caseId = '';
  let reference = '';
  const as = (member: Member): RouteClient => world.service.as(member);
  const { dateOfBirth } = answers().person ?? { dateOfBirth: '' };
  const open = (by: Member, given: { reference?: string; dateOfBirth?: string } = {}) =>
    as(by).call(caseEmergencies.open, {
      body: { reference, dateOfBirth, name: 'Jordan Kestrel', threat: 'Says that they will take their life tonight', categories: ['identity', 'education', 'safeguarding'], ...given },
    });
  const read = async (by: Member, id: string) => as(by).call(caseEmergencies.read, { params: { accessId: id } });
  const notices = async (kind: string): Promise<string[]> => {
    const rows = await world.service.database.query<{ payload: { userIds: string[] } }>(`select payload from outbox where payload ->> 'kind' = '${kind}' order by occurred_at, id`);
    return rows.flatMap(({ payload }) => payload.userIds);
  };

  beforeAll(async () => {
    world = await casework();
    const { council, school, police, transportPolice, outreach } = world.agencies;
    teacher = await world.member(school, ['practitioner']);
    headOfSchool = await world.member(school, ['manager']);
    manager = await world.member(council, ['manager']);
    governor = await world.member(council, ['information-governance']);
    officer = await world.member(transportPolice, ['practitioner']);
    colleague = await world.member(transportPolice, ['practitioner']);
    barred = await world.member(police, ['practitioner']);
    keeper = await world.member(outreach, ['practitioner']);
    ({ caseId, reference } = await nominated(as(teacher)));
    const [subject] = await world.service.database.query<{ subject_id: string }>('select subject_id from case_subject');
    const subjectId = subject?.subject_id ?? '';
    const add = (by: Member, marking: 'none' | 'victim-safety', fields: Record<string, string>) =>
      as(by).call(addItem, { params: { caseId }, body: { subjectId, category: 'education', fields, marking, existenceShown: false } });
    await add(teacher, 'none', { attendance: '61%' });
    await add(teacher, 'victim-safety', { support: 'Hidden' });
    // The outreach service opted out; it holds something on the person.
    await world.service.database.query(`update agency_projection set emergency_access = false where agency_id = '${outreach}'`);
    await world.service.database.query(
      `insert into circle_entry (partnership_id, case_id, agency_id, from_at) values ('${world.partnershipId}', '${caseId}', '${outreach}', now() - interval '1 hour')`,
    );
    await add(keeper, 'none', { exclusions: 'Of the service that opted out' });
    await world.service.database.query(
      `insert into must_not_receive (partnership_id, subject_id, user_id, from_at) values ('${world.partnershipId}', '${subjectId}', '${barred.userId}', now() - interval '1 day')`,
    );
  });
  afterAll(() => world.close());

  it('opens what is held on the named person of the case to this user alone, for 24 hours, and nothing of who opted out', async () => {
    const { status, body } = await open(officer);
    expect([status, body.outcome]).toEqual([201, 'opened']);
    const { body: access } = await read(officer, body.id ?? '');
    expect(new Date(access.endsAt).getTime() - new Date(access.openedAt).getTime()).toBe(24 * 3_600_000);
    expect(access.ownerAgencyIds).toEqual([world.agencies.school]);
    expect(access.items.map(({ category }) => category)).toEqual(expect.arrayContaining(['identity', 'education']));
    const said = JSON.stringify(access.items);
    expect([said.includes('61%'), said.includes('Hidden'), said.includes('opted out')]).toEqual([true, false, false]);
    expect((await read(colleague, access.id)).problem?.code).toBe('not-found');
    expect((await as(officer).call(listCases, { query: {} })).body.items).toEqual([]);
  });

  it('is told at once to the owner of the case and of the information, and to their information governance leads', async () => {
    expect((await notices('emergency-access-used')).sort()).toEqual([manager.userId, governor.userId, headOfSchool.userId].sort());
  });

  it('says the same of a case that is hidden for safety, of a wrong person and of one that does not exist', async () => {
    const hidden = await open(barred);
    const absent = await open(barred, { reference: 'YJ-2222-22' });
    const wrong = await open(officer, { dateOfBirth: '2011-01-01' });
    expect(hidden.body).toEqual({ outcome: 'not-found', id: null });
    expect([absent.body, wrong.body]).toEqual([hidden.body, hidden.body]);
  });

  it('stops whoever tries dates of birth, with a new token each time', async () => {
    const guesser = await world.member(world.agencies.transportPolice, ['practitioner']);
    for (let day = 1; day <= 10; day += 1) {
      expect((await open(guesser, { dateOfBirth: `1950-01-${String(day).padStart(2, '0')}` })).body).toEqual({ outcome: 'not-found', id: null });
    }
    expect((await open(guesser)).problem?.code).toBe('too-many-searches');
  });

  it('is used three times a day at most, even when all are asked at once', async () => {
    // Once in the other service: it counts here.
    const elsewhere = await world.member(world.agencies.transportPolice, ['practitioner']);
    await world.send(CROSSINGS.referrals.emergencyUsed, { aggregateId: newId(), payload: { userId: elsewhere.userId, openedAt: new Date().toISOString() } });
    await eventually(async () => expect((await as(elsewhere).call(caseEmergencies.list, { query: {} })).body.leftToday).toBe(2));
    const told = await world.service.database.query<{ payload: { userId: string } }>(`select payload from outbox where type = 'case-emergency.used'`);
    expect(told.map(({ payload }) => payload.userId)).toEqual([officer.userId]);
    const more = await Promise.all([open(officer), open(officer), open(officer)]);
    expect(more.map(({ status }) => status).sort()).toEqual([201, 201, 422]);
    expect(more.find(({ status }) => status === 422)?.problem?.code).toBe('too-many-today');
    expect((await as(officer).call(caseEmergencies.list, { query: {} })).body.leftToday).toBe(0);
  });

  it('ends when the user ends it', async () => {
    const [access] = (await as(officer).call(caseEmergencies.list, { query: {} })).body.items;
    const end = () => as(officer).call(caseEmergencies.end, { params: { accessId: access?.id ?? '' }, body: { version: 1 } });
    expect((await end()).status).toBe(201);
    expect((await read(officer, access?.id ?? '')).body).toMatchObject({ open: false, items: [] });
    expect((await end()).problem?.code).toBe('stale-version');
  });

  it('is chased until it is reviewed, and the second time with those who lead the user’s own agency', async () => {
    const lead = await world.member(world.agencies.transportPolice, ['manager']);
    const reviews = world.service.app.app.get(EmergencyReviews, { strict: false });
    const late = () => world.service.database.query("update emergency_access set review_due = now() - interval '1 minute', chase_at = now() - interval '1 minute'");
    await late();
    await reviews.chase();
    await reviews.chase();
    const first = await notices('emergency-review-overdue');
    expect([first.includes(headOfSchool.userId), first.includes(lead.userId)]).toEqual([true, false]);
    await late();
    await reviews.chase();
    expect(await notices('emergency-review-overdue')).toContain(lead.userId);
  });

  it('is reviewed by the owner and never by who used it; misuse is recorded and ends it', async () => {
    const { items } = (await as(headOfSchool).call(caseEmergencies.list, { query: { review: 'open' } })).body;
    expect(items).toHaveLength(3);
    // The owner of the case is not told that the school holds anything; the school sees its own name.
    expect(items.map(({ ownerAgencyIds }) => ownerAgencyIds)).toEqual([1, 2, 3].map(() => [world.agencies.school]));
    const asked = (await as(manager).call(caseEmergencies.list, { query: { review: 'open' } })).body.items;
    expect(asked.map(({ ownerAgencyIds }) => ownerAgencyIds)).toEqual([[], [], []]);
    const still = items.find((one) => one.open);
    expect(still).toMatchObject({ mayReview: true, review: { overdue: true, done: null } });
    const review = (by: Member, version = still?.version ?? 0) =>
      as(by).call(caseEmergencies.review, { params: { accessId: still?.id ?? '' }, body: { version, outcome: 'misuse', note: 'Nobody was in danger' } });
    expect((await review(officer)).problem?.code).toBe('not-allowed');
    expect((await review(headOfSchool)).status).toBe(201);
    expect((await review(governor)).problem?.code).toBe('stale-version');
    expect((await read(officer, still?.id ?? '')).body).toMatchObject({ open: false, items: [], review: { done: { outcome: 'misuse', byUserId: headOfSchool.userId } } });
  });

  it('follows an agency that opts out from the moment the registry tells of it', async () => {
    const { school } = world.agencies;
    const { body } = await open(colleague);
    expect((await read(colleague, body.id ?? '')).body.items).not.toEqual([]);
    const [place] = await world.service.database.query<{ id: string; version: number; name: string }>(`select id, version, name from agency_projection where agency_id = '${school}'`);
    await world.send(AgencyChanged, {
      aggregateId: place?.id ?? newId(), version: (place?.version ?? 1) + 1,
      payload: { agencyId: school, name: place?.name ?? '', kind: 'school', parentId: null, emergencyAccess: false, active: true },
    });
    await eventually(async () => expect((await read(colleague, body.id ?? '')).body.items).toEqual([]));
  });
});
