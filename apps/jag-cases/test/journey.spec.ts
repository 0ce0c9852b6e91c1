import {
  addItem,
  beginNomination,
  beginSearch,
  countActions,
  countCases,
  endMeeting,
  findPeople,
  findPeopleLikeNominated,
  giveAction,
  listActions,
  listCases,
  listWaitingCases,
  listReferralServices,
  makeTransition,
  moveAction,
  openMeeting,
  planMeeting,
  putOnAgenda,
  readCase,
  readMeeting,
  readNominationDraft,
  readSearch,
  readTimeline,
  recordDecision,
  referPerson,
  saveNominationDraft,
  submitNomination,
  type Transition,
} from '@concordat/contracts-jag-cases';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReferralTurnedBack } from '@concordat/contracts-referrals';
import { eventually, newId, type Member, type RouteClient } from '@concordat/testing';
import { findUnprotectedTables } from '@concordat/platform-persistence';
import { placementFaults, type StoredColumn } from '@concordat/sharing';
import { PLACED_COLUMNS } from '../src/items/placed-columns.js';
import { casework, type World } from './world.js';
import { answers } from './answers.js';

/** Why an agency of the circle sees what another owns. */
const SHARED = /^Shared under the Youth JAG agreement, term \d$/;

describe('a nomination to the Youth JAG', () => {
  let world: World;
  let teacher: Member, coordinator: Member, manager: Member, officer: Member, outsider: Member, stranger: Member;
  const as = (member: Member): RouteClient => world.service.as(member);
  let caseId = '';
  let reference = '';
  let meetingId = '';

  const read = async (member: Member) => (await as(member).call(readCase, { params: { caseId } })).body;
  const move = async (member: Member, transition: Transition) => {
    const { version } = await read(member);
    return as(member).call(makeTransition, { params: { caseId }, body: { version, transition } });
  };

  beforeAll(async () => {
    world = await casework();
    const { council, school, police, transportPolice } = world.agencies;
    teacher = await world.member(school, ['practitioner']);
    coordinator = await world.member(council, ['coordinator']);
    manager = await world.member(council, ['manager']);
    officer = await world.member(police, ['practitioner']);
    outsider = await world.member(transportPolice, ['practitioner']);
    stranger = { ...outsider, partnershipId: newId() };
  });
  afterAll(() => world.close());

  it('keeps its tables behind row-level security', async () => {
    expect(await findUnprotectedTables(world.service.database.appUrl)).toEqual([]);
  });

  it('has a place for every column of its tables', async () => {
    const stored = await world.service.database.query<StoredColumn>(
      `select table_name as table, column_name as column, data_type as type from information_schema.columns where table_schema = 'public' order by 1, ordinal_position`,
    );
    expect(placementFaults(PLACED_COLUMNS, stored)).toEqual([]);
    expect(placementFaults(PLACED_COLUMNS, [...stored, { table: 'case', column: 'nickname', type: 'text' }])).toEqual(['case.nickname: has no place']);
  });

  it('is drafted in steps, belongs to its author, and is sent once', async () => {
    const draft = (await as(teacher).call(beginNomination, { body: { forumCode: 'youth-jag' } })).body;
    expect(draft.missing).toHaveLength(9);
    const other = await as(coordinator).call(saveNominationDraft, { params: { draftId: draft.id }, body: { version: 1, answers: {} } });
    expect(other.problem?.code).toBe('not-found');
    const incomplete = await as(teacher).call(submitNomination, { params: { draftId: draft.id }, body: { version: draft.version } });
    expect(incomplete.problem).toMatchObject({ code: 'nomination-incomplete' });
    const saved = (await as(teacher).call(saveNominationDraft, { params: { draftId: draft.id }, body: { version: draft.version, answers: answers() } })).body;
    expect(saved.missing).toEqual(['person']);
    const unsought = await as(teacher).call(submitNomination, { params: { draftId: draft.id }, body: { version: saved.version } });
    expect(unsought.problem).toMatchObject({ code: 'nomination-incomplete', missing: ['person'] });
    const { version, items } = (await as(teacher).call(findPeopleLikeNominated, { params: { draftId: draft.id } })).body;
    expect(items).toEqual([]);
    const send = () => as(teacher).call(submitNomination, { params: { draftId: draft.id }, body: { version } });
    const first = (await send()).body;
    expect((await send()).body).toEqual(first);
    ({ caseId, reference } = first);
    expect(reference).toMatch(/^YJ-/);
    const { sent, answers: left } = (await as(teacher).call(readNominationDraft, { params: { draftId: draft.id } })).body;
    expect([sent, left]).toEqual([first, {}]);
    const [row] = await world.service.database.query<{ cases: number }>('select count(*)::int as cases from "case"');
    expect(row?.cases).toBe(1);
  });

  it('leaves no name readable in the database', async () => {
    const dump = JSON.stringify(await world.service.database.query('select * from item')) + JSON.stringify(await world.service.database.query('select * from nomination_draft'));
    expect(dump).not.toContain('Kestrel');
    expect(dump).not.toContain(Buffer.from('Kestrel').toString('hex'));
  });

  it('is in the coordinator’s list with the name that the agreement lets them see', async () => {
    const { items } = (await as(coordinator).call(listCases, { query: {} })).body;
    expect(items).toMatchObject([{ id: caseId, state: 'nominated', people: [{ name: 'Jordan Kestrel', why: ['Shared under the Youth JAG agreement, term 1'] }] }]);
    const own = async (member: Member) => (await as(member).call(listWaitingCases, { query: { whose: 'agency' } })).body.items.map(({ id }) => id);
    const counts = async (member: Member) => (await as(member).call(countCases, {})).body.states;
    expect([await own(coordinator), await counts(coordinator)]).toEqual([[caseId], [{ state: 'nominated', count: 1, own: 1, led: 0 }]]);
    expect([await own(teacher), await counts(teacher)]).toEqual([[], [{ state: 'nominated', count: 1, own: 0, led: 0 }]]);
    const page = await read(coordinator);
    expect(page.transitions.map((offer) => offer.to)).toEqual(['screening', 'on-hold'].slice(0, 1));
    const identity = page.items.find((item) => item.category === 'identity');
    expect(identity?.why).toEqual(['Shared under the Youth JAG agreement, term 1']);
    expect(Object.keys(identity?.fields ?? {})).not.toContain('otherNames');
  });

  it('is found by a misspelt and swapped name, by those who may see it alone', async () => {
    const look = async (member: Member) => (await as(member).call(findPeople, { body: { givenName: 'Kestral', familyName: 'Jorden', dateOfBirth: '2012-03-04' } })).body.items;
    expect(await look(coordinator)).toMatchObject([{ familyName: 'Kestrel', why: ['Shared under the Youth JAG agreement, term 1'], cases: [{ reference }] }]);
    expect(await look(outsider)).toEqual([]);
  });

  it('is screened and accepted with a circle, by the rules of the table', async () => {
    expect((await move(coordinator, { to: 'screening', duplicatesChecked: true, activityElsewhere: '' })).status).toBe(201);
    const accept = (criteria: { code: string; met: boolean; explanation: string }[]): Transition => ({
      to: 'accepted', criteria, leadUserId: coordinator.userId, circle: [world.agencies.school, world.agencies.police],
    });
    const half = await move(coordinator, accept([{ code: 'age', met: true, explanation: '' }, { code: 'risk', met: false, explanation: '' }]));
    expect(half.problem?.code).toBe('invalid-input');
    expect((await move(coordinator, accept([{ code: 'age', met: true, explanation: '' }, { code: 'risk', met: true, explanation: '' }]))).status).toBe(201);
    const stale = await as(coordinator).call(makeTransition, { params: { caseId }, body: { version: 1, transition: { to: 'assessing', objective: 'x' } } });
    expect(stale.problem).toMatchObject({ code: 'stale-version', current: 3 });
    const page = await read(coordinator);
    expect(page.state).toBe('accepted');
    expect(page.states.map((state) => state.state)).toEqual(['nominated', 'screening', 'accepted']);
    const counted = async (member: Member) => (await as(member).call(countCases, {})).body.states;
    expect([await counted(coordinator), await counted(teacher)]).toEqual([[{ state: 'accepted', count: 1, own: 1, led: 1 }], [{ state: 'accepted', count: 1, own: 0, led: 0 }]]);
  });

  it('is seen by an officer of the circle just as the agreement allows', async () => {
    const page = await read(officer);
    expect(page.people).toMatchObject([{ name: 'Jordan Kestrel' }]);
    expect(page.items.map((item) => item.category).sort()).toEqual(['behaviour', 'identity']);
    expect(Object.keys(page.items.find((item) => item.category === 'behaviour')?.fields ?? {})).toEqual(['incidents']);
    expect([page.outcome, page.referrals, page.transitions]).toEqual([null, [], []]);
    expect(page.circle.map((entry) => entry.agencyId)).toEqual([world.agencies.police]);
    expect((await read(coordinator)).circle).toHaveLength(2);
    const subjectId = page.people[0]!.subjectId;
    const added = await as(officer).call(addItem, {
      params: { caseId }, body: { subjectId, category: 'offending', fields: { outcomes: 'Community resolution', offences: 'Secret detail' }, marking: 'none', existenceShown: true },
    });
    expect(added.status).toBe(201);
    const seen = (await read(coordinator)).items.find((item) => item.category === 'offending');
    expect(seen?.fields).toEqual({ outcomes: 'Community resolution' });
    const timeline = async (member: Member) => (await as(member).call(readTimeline, { params: { caseId }, query: {} })).body.items;
    expect(await timeline(officer)).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'item-added', why: ['Your agency owns this information'] }), expect.objectContaining({ kind: 'nominated', why: [] })]));
    expect((await timeline(coordinator)).find(({ kind }) => kind === 'item-added')?.why).toEqual([expect.stringMatching(SHARED)]);
    expect((await timeline(teacher)).some(({ kind }) => kind === 'item-added')).toBe(false);
    const school = await read(teacher);
    expect(school.items.some((item) => item.category === 'offending')).toBe(false);
    expect(school.withheld).toEqual([{ ownerAgencyId: world.agencies.police, reason: 'no-agreement' }]);
  });

  it('goes to a meeting, which decides and gives two actions', async () => {
    meetingId = (await as(coordinator).call(planMeeting, { body: { forumCode: 'youth-jag', at: new Date(Date.now() + 86_400_000 * 40).toISOString(), place: 'Council offices' } })).body.id;
    expect((await as(coordinator).call(putOnAgenda, { params: { meetingId }, body: { caseId, kind: 'new-nomination' } })).body.late).toBe(false);
    const before = (await as(officer).call(readMeeting, { params: { meetingId } })).body;
    expect(before.agenda).toHaveLength(1);
    expect((await as(outsider).call(readMeeting, { params: { meetingId } })).problem?.code).toBe('not-found');
    const entry = before.agenda[0]!;
    const decide = () => as(coordinator).call(recordDecision, { params: { meetingId, entryId: entry.id }, body: { version: 1, discussion: 'All spoke', decision: 'Offer a mentor' } });
    expect((await decide()).problem?.code).toBe('meeting-not-open');
    await as(coordinator).call(openMeeting, {
      params: { meetingId }, body: { version: before.version, statementRead: true, attendance: [{ agencyId: world.agencies.police, present: true, agreed: true }] },
    });
    expect((await decide()).status).toBe(201);
    for (const agencyId of [world.agencies.police, world.agencies.school]) {
      const given = await as(coordinator).call(giveAction, { params: { caseId }, body: { what: 'Visit the family', agencyId, userId: null, due: '2099-02-01', kind: 'prevention', meetingId } });
      expect(given.status).toBe(201);
    }
    const after = (await as(officer).call(readMeeting, { params: { meetingId } })).body;
    expect(after.agenda[0]).toMatchObject({ decision: 'Offer a mentor', discussion: null, why: [expect.stringMatching(SHARED)], actions: [{ number: null, why: [expect.stringMatching(SHARED)] }, { number: null }] });
    expect((await as(coordinator).call(readMeeting, { params: { meetingId } })).body.agenda[0]?.actions).toMatchObject([{ number: 1 }, { number: 2 }]);
    const open = (await as(coordinator).call(readMeeting, { params: { meetingId } })).body;
    expect((await as(coordinator).call(endMeeting, { params: { meetingId }, body: { version: open.version } })).status).toBe(201);
  });

  it('lets the officer’s agency finish its action, and no other’s', async () => {
    const [action] = (await as(officer).call(listActions, { query: {} })).body.items;
    expect(action).toMatchObject({ what: 'Visit the family', mine: true, why: [expect.stringMatching(SHARED)] });
    const counts = async (member: Member) => (await as(member).call(countActions, {})).body;
    expect([await counts(officer), await counts(teacher), await counts(outsider)]).toEqual([{ open: 1, overdue: 0 }, { open: 1, overdue: 0 }, { open: 0, overdue: 0 }]);
    await world.service.database.query('update action set due = $1 where id = $2', ['2026-01-05', action!.id]);
    expect(await counts(officer)).toEqual({ open: 1, overdue: 1 });
    const done = { version: action!.version, move: { to: 'done' as const, result: 'Visited on Tuesday' } };
    expect((await as(teacher).call(moveAction, { params: { actionId: action!.id }, body: done })).problem?.code).toBe('not-allowed');
    expect((await as(officer).call(moveAction, { params: { actionId: action!.id }, body: done })).body.state).toBe('done');
    expect((await as(officer).call(listActions, { query: {} })).body.items).toEqual([]);
    expect(await counts(officer)).toEqual({ open: 0, overdue: 0 });
  });

  it('does not exist for an officer outside the circle, nor for one of another partnership', async () => {
    const other = await as(stranger).call(listCases, { query: {} });
    expect(other.status).toBe(401);
    const client = as(outsider);
    expect((await client.call(listCases, { query: {} })).body.items).toEqual([]);
    expect((await client.call(countCases, {})).body.states).toEqual([]);
    const { searchId } = (await client.call(beginSearch, { body: { text: reference } })).body;
    expect((await client.call(readSearch, { params: { searchId } })).body.items).toEqual([]);
    const hidden = await client.call(readCase, { params: { caseId } });
    const absent = await client.call(readCase, { params: { caseId: newId() } });
    expect([hidden.status, hidden.problem?.title, hidden.problem?.detail]).toEqual([absent.status, absent.problem?.title, absent.problem?.detail]);
    expect((await client.call(readTimeline, { params: { caseId }, query: {} })).status).toBe(404);
    expect((await client.call(readSearch, { params: { searchId: (await as(coordinator).call(beginSearch, { body: { text: 'kestrel' } })).body.searchId } })).status).toBe(404);
  });

  it('is found in a search by those who may see it', async () => {
    for (const text of ['jordan kestrel', reference.toLowerCase().replaceAll('-', ' ')]) {
      const { searchId } = (await as(officer).call(beginSearch, { body: { text } })).body;
      expect((await as(officer).call(readSearch, { params: { searchId } })).body).toMatchObject({ text, items: [{ reference }] });
    }
  });

  it('is referred to youth outreach, sealed, and its progress is on the timeline', async () => {
    const { items } = (await as(coordinator).call(listReferralServices, { params: { caseId } })).body;
    expect(items).toMatchObject([{ id: world.serviceId, eligible: true }]);
    const subjectId = (await read(coordinator)).people[0]!.subjectId;
    await as(coordinator).call(referPerson, {
      params: { caseId },
      body: { subjectId, serviceId: world.serviceId, reason: 'Wants a mentor', agreement: { given: true, by: 'person', explanation: null }, safeContact: 'After school' },
    });
    const [event] = await world.service.database.query<{ payload: unknown }>(`select payload from outbox where type = 'referral.requested'`);
    expect(JSON.stringify(event)).not.toMatch(/Kestrel|mentor|After school/);
    expect((await read(coordinator)).referrals).toMatchObject([{ state: 'sent', serviceName: 'Youth outreach' }]);
    expect((await read(officer)).referrals).toEqual([]);
    const [referral] = await world.service.database.query<{ id: string }>('select id from case_referral');
    await world.send(ReferralTurnedBack, { aggregateId: referral!.id, payload: { caseId, at: new Date().toISOString() } });
    await eventually(async () => expect((await read(coordinator)).referrals).toMatchObject([{ state: 'turned-back', steps: [{ state: 'turned-back' }] }]));
    const [told] = await world.service.database.query<{ payload: { userIds: string[] } }>(`select payload from outbox where payload ->> 'kind' = 'referral-turned-back'`);
    expect(told?.payload.userIds).toEqual([coordinator.userId]);
    const kinds = async (member: Member) => (await as(member).call(readTimeline, { params: { caseId }, query: { size: 100 } })).body.items.map((entry) => entry.kind);
    expect(await kinds(coordinator)).toContain('referral-sent');
    expect(await kinds(officer)).not.toContain('referral-sent');
  });

  it('is closed by the manager alone, once no action is open', async () => {
    const step = async (transition: Transition) => expect((await move(coordinator, transition)).problem).toBeUndefined();
    await step({ to: 'assessing', objective: 'No more incidents' });
    await step({ to: 'planning', analysis: 'Boredom after school' });
    await step({ to: 'responding' });
    await step({ to: 'assessing-result', whatChanged: 'Takes part in football' });
    const close: Transition = { to: 'closed', outcome: 'objective-met', positive: true, reason: 'Done', ownView: 'Happy', victimTold: 'yes', learned: 'Act early' };
    expect((await move(manager, close)).problem?.code).toBe('transition-lacks');
    const [action] = (await as(teacher).call(listActions, { query: {} })).body.items;
    await as(teacher).call(moveAction, { params: { actionId: action!.id }, body: { version: action!.version, move: { to: 'not-done', result: 'Family moved' } } });
    expect((await move(coordinator, close)).problem?.code).toBe('not-allowed');
    expect((await move(manager, close)).body.state).toBe('closed');
    expect((await read(manager)).outcome).toMatchObject({ code: 'objective-met', positive: true, learned: 'Act early' });
  });
});
