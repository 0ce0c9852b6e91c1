import {
  addItem,
  beginSearch,
  changeItem,
  countCases,
  findPeople,
  giveAction,
  inviteAgency,
  listActions,
  listCases,
  listMeetings,
  listReferralServices,
  moveAction,
  openMeeting,
  planMeeting,
  putOnAgenda,
  readCase,
  readMeeting,
  readSearch,
  readTimeline,
  recordDecision,
  referPerson,
} from '@concordat/contracts-jag-cases';
import { ForumChanged } from '@concordat/contracts-partnership-registry';
import { eventually, newId, type Member, type RouteClient } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accept, move } from './moving.js';
import { nominated } from './nominated.js';
import { casework, type World } from './world.js';

/**
 * Law 3 of the sharing policy: two worlds that differ only in what a reader may not see answer that reader alike. The
 * reader is of an agency that is in the circle and takes part in the forum, and to which the agreement gives names alone.
 */
describe('no oracle', () => {
  let world: World;
  let teacher: Member, coordinator: Member, officer: Member, reader: Member;
  let caseId = '', hiddenCaseId = '', meetingId = '', searchId = '', subjectId = '';
  const as = (member: Member): RouteClient => world.service.as(member);

  beforeAll(async () => {
    world = await casework();
    const { council, school, police, transportPolice, outreach } = world.agencies;
    teacher = await world.member(school, ['practitioner']);
    coordinator = await world.member(council, ['coordinator', 'practitioner']);
    officer = await world.member(police, ['practitioner']);
    reader = await world.member(outreach, ['practitioner']);
    await world.send(ForumChanged, {
      aggregateId: world.forumId,
      version: 2,
      payload: { ...world.forum, coreAgencyIds: [police, transportPolice, outreach] },
    });
    await eventually(async () => {
      const [row] = await world.service.database.query<{ n: number }>('select jsonb_array_length(core_agency_ids) as n from forum');
      if (row?.n !== 3) throw new Error('the forum has not changed yet');
    });
    ({ caseId } = await nominated(as(teacher)));
    await accept(as(coordinator), caseId, coordinator.userId, [police, outreach]);
    subjectId = (await as(coordinator).call(readCase, { params: { caseId } })).body.people[0]!.subjectId;
    meetingId = (await as(coordinator).call(planMeeting, { body: { forumCode: 'youth-jag', at: new Date(Date.now() + 86_400_000 * 40).toISOString(), place: 'Council offices' } })).body.id;
    await as(coordinator).call(putOnAgenda, { params: { meetingId }, body: { caseId, kind: 'new-nomination' } });
    searchId = (await as(reader).call(beginSearch, { body: { text: 'Jordan Kestrel' } })).body.searchId;
  });
  afterAll(() => world.close());

  /** Everything that the reader can ask, as it is answered. */
  async function seen(): Promise<unknown> {
    const client = as(reader);
    const page = (await client.call(readCase, { params: { caseId } })).body;
    return {
      list: (await client.call(listCases, { query: {} })).body,
      counts: (await client.call(countCases, {})).body,
      // How long it has stood in its state goes on by itself.
      case: { ...page, states: page.states.map(({ seconds: _, ...state }) => state) },
      timeline: (await client.call(readTimeline, { params: { caseId }, query: {} })).body,
      actions: (await client.call(listActions, { query: { which: 'finished' } })).body,
      open: (await client.call(listActions, { query: {} })).body,
      meetings: (await client.call(listMeetings, { query: {} })).body,
      meeting: (await client.call(readMeeting, { params: { meetingId } })).body,
      search: (await client.call(readSearch, { params: { searchId } })).body,
      people: (await client.call(findPeople, { body: { givenName: 'Jordan', familyName: 'Kestrel', dateOfBirth: '2012-03-04' } })).body,
      services: (await client.call(listReferralServices, { params: { caseId } })).problem?.code,
      hidden: (await client.call(readCase, { params: { caseId: hiddenCaseId || newId() } })).problem?.code,
    };
  }

  const notices = async (): Promise<number> => {
    const [row] = await world.service.database.query<{ n: number }>(`select count(*)::int as n from outbox where type = 'case-notice.raised' and payload->'userIds' ? $1`, [reader.userId]);
    return row?.n ?? 0;
  };

  it('answers the reader alike before and after everything that they may not see', async () => {
    const [before, told] = [await seen(), await notices()];

    await as(coordinator).call(inviteAgency, { params: { caseId }, body: { agencyId: world.agencies.transportPolice, userIds: null, to: null } });
    const item = (await as(officer).call(addItem, { params: { caseId }, body: { subjectId, category: 'offending', fields: { outcomes: 'Caution' }, marking: 'none', existenceShown: false } })).body;
    await as(officer).call(changeItem, { params: { caseId, itemId: item.id }, body: { version: item.version, fields: { outcomes: 'Charge' }, why: 'A mistake' } });
    await as(teacher).call(addItem, { params: { caseId }, body: { subjectId, category: 'health', fields: { conditions: 'Asthma' }, marking: 'none', existenceShown: false } });
    await as(officer).call(addItem, {
      params: { caseId }, body: { subjectId, category: 'identity', fields: { givenName: 'Hidden', familyName: 'Name' }, marking: 'victim-safety', existenceShown: true },
    });
    const action = (await as(coordinator).call(giveAction, {
      params: { caseId }, body: { what: 'Visit the family', agencyId: world.agencies.police, userId: null, due: '2099-02-01', kind: 'prevention', meetingId },
    })).body;
    await as(officer).call(moveAction, { params: { actionId: action.id }, body: { version: action.version, move: { to: 'done', result: 'Visited' } } });
    await as(coordinator).call(referPerson, {
      params: { caseId }, body: { subjectId, serviceId: world.serviceId, reason: 'A mentor', agreement: { given: true, by: 'person', explanation: null }, safeContact: 'After school' },
    });
    // Another case of the forum, with the same name and without the reader's agency, on the same agenda.
    ({ caseId: hiddenCaseId } = await nominated(as(teacher)));
    await accept(as(coordinator), hiddenCaseId, coordinator.userId, [world.agencies.police]);
    await as(coordinator).call(putOnAgenda, { params: { meetingId }, body: { caseId: hiddenCaseId, kind: 'new-nomination' } });

    expect(await seen()).toEqual(before);
    expect(await notices()).toBe(told);
  });

  it('shows of a meeting only the reader’s own line of attendance, and no decision that they may not read', async () => {
    const version = (await as(coordinator).call(readMeeting, { params: { meetingId } })).body.version;
    const { police, transportPolice, outreach } = world.agencies;
    await as(coordinator).call(openMeeting, {
      params: { meetingId }, body: { version, statementRead: true, attendance: [police, transportPolice, outreach].map((agencyId) => ({ agencyId, present: true, agreed: true })) },
    });
    const opened = (await as(reader).call(readMeeting, { params: { meetingId } })).body;
    expect(opened.attendance.map(({ agencyId }) => agencyId)).toEqual([outreach]);
    expect((await as(coordinator).call(readMeeting, { params: { meetingId } })).body.attendance).toHaveLength(3);
    for (const entry of (await as(coordinator).call(readMeeting, { params: { meetingId } })).body.agenda) {
      const recorded = await as(coordinator).call(recordDecision, { params: { meetingId, entryId: entry.id }, body: { version: entry.version ?? 0, discussion: '', decision: 'Offer a mentor' } });
      expect(recorded.status).toBe(201);
    }
    expect((await as(reader).call(readMeeting, { params: { meetingId } })).body).toEqual(opened);
    expect((await as(officer).call(readMeeting, { params: { meetingId } })).body.agenda).toMatchObject([{ decision: 'Offer a mentor' }, { decision: 'Offer a mentor' }]);
  });

  it('tells who nominated, on what basis and who works on it to the owner and to each agency of itself', async () => {
    const read = async (member: Member) => (await as(member).call(readCase, { params: { caseId } })).body;
    const facts = async (member: Member) => {
      const { nominatingAgencyId, basis, states } = await read(member);
      return [nominatingAgencyId, basis?.kind ?? null, states[0]?.byUserId ?? null];
    };
    expect(await facts(coordinator)).toEqual([world.agencies.school, 'gateway', teacher.userId]);
    expect(await facts(teacher)).toEqual([world.agencies.school, 'gateway', teacher.userId]);
    expect(await facts(reader)).toEqual([null, null, null]);
    const told = async (member: Member) => (await as(member).call(readTimeline, { params: { caseId }, query: {} })).body.items.find(({ kind }) => kind === 'nominated');
    expect(await told(coordinator)).toMatchObject({ byUserId: teacher.userId, byAgencyId: world.agencies.school });
    expect(await told(reader)).toMatchObject({ byUserId: null, byAgencyId: null });
  });

  it('tells the agencies asked for information by when, and each of itself alone', async () => {
    const { police, outreach } = world.agencies;
    const { caseId: askedCase } = await nominated(as(teacher));
    await move(as(coordinator), askedCase, { to: 'screening', duplicatesChecked: true, activityElsewhere: '' });
    const past = await move(as(coordinator), askedCase, { to: 'information-requested', what: 'What do you hold?', agencyIds: [police], by: '2020-01-01' });
    expect(past.problem).toMatchObject({ code: 'invalid-input', issues: [{ path: 'body.transition.by' }] });
    const before = await notices();
    expect((await move(as(coordinator), askedCase, { to: 'information-requested', what: 'What do you hold?', agencyIds: [police, outreach], by: '2099-03-01' })).status).toBe(201);
    const waits = async (member: Member) => {
      const { until, agencyIds } = (await as(member).call(readCase, { params: { caseId: askedCase } })).body.states.at(-1)!;
      return [until, agencyIds];
    };
    expect(await waits(coordinator)).toEqual(['2099-03-01', [police, outreach]]);
    expect(await waits(reader)).toEqual(['2099-03-01', [outreach]]);
    expect(await waits(teacher)).toEqual([null, []]);
    expect(await notices()).toBe(before + 2);
  });
});
