import { yearCodeOf } from '@concordat/contracts-indicators';
import {
  addItem,
  askKnownTo,
  beginNomination,
  beginSearch,
  caseConsents,
  caseDisclosures,
  caseEmergencies,
  changeItem,
  findPeople,
  giveAction,
  inviteAgency,
  listActions,
  moveAction,
  openMeeting,
  planMeeting,
  putOnAgenda,
  readCase,
  readMeeting,
  readTimeline,
  recordDecision,
  referPerson,
} from '@concordat/contracts-jag-cases';
import { ForumChanged } from '@concordat/contracts-partnership-registry';
import { protectionRoutes, receiptRoutes, type NewConsent, type NewDecision } from '@concordat/contracts-protocol';
import { eventually, everyAnswer, type Known, type Member, type RouteClient } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accept, move } from './moving.js';
import { nominated } from './nominated.js';
import { casework, type World } from './world.js';

const protections = protectionRoutes('jag-cases');
const receipts = receiptRoutes('jag-cases');
const today = new Date().toISOString().slice(0, 10);

const aConsent = (subjectId: string, recipientAgencyIds: string[]): NewConsent => ({
  subjectId, decision: 'given', givenBy: 'subject', giver: null, competence: { assessor: 'A. Teacher', on: today, reasons: 'Explained it in their own words' },
  recipientAgencyIds, categories: ['education'], decidedOn: today, explained: 'Who sees it and why', evidence: 'said-in-person', evidenceNote: '', lastDay: null,
});

const aDecision = (subjectId: string, recipientAgencyId: string): NewDecision => ({
  subjectId, decision: 'share', recipientAgencyId, recipientUserId: null, requestedBy: 'PC Test', requestedPosition: 'Officer', requestedOn: null,
  categories: { education: ['attendance'] }, described: 'Attendance', purpose: 'Safe diversion', basis: 'public-task', gateway: 'cda-1998-s115', necessity: 'To plan', proportionality: 'One figure',
  considered: 'Asking', specialCategoryCondition: null, criminalOffenceCondition: null, policyDocument: '', dpia: '', advice: '', security: '', retention: '', controllers: 'separate', lawEnforcement: '', agreement: '', rights: '', interval: '', decidedPosition: '', told: false,
  whyNotTold: 'It would prejudice the visits', reasons: 'The need outweighs it', export: false, until: new Date(Date.now() + 86_400_000).toISOString(),
});

/**
 * Law 3 of the sharing policy: two worlds that differ only in what a reader may not see answer that reader alike. The
 * reader is of an agency that is in the circle and takes part in the forum, and to which the agreement gives names alone.
 */
describe('law 3: no oracle', () => {
  let world: World;
  let teacher: Member, coordinator: Member, officer: Member, reader: Member;
  let caseId = '', meetingId = '', searchId = '', subjectId = '';
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

  /** Everything that a reader can ask, as it is answered: of what they may see, and of what is hidden or not there at all. */
  async function seen(by: Member, may: Known, hidden: Known): Promise<unknown> {
    const client = as(by);
    const common = { year: yearCodeOf(new Date().getFullYear()), measure: 'nominations' };
    return {
      answers: await everyAnswer({
        url: world.service.url,
        tokenFor: () => world.service.surroundings.tokens.tokenFor(by, 'jag-cases'),
        known: { seen: { ...common, ...may }, hidden: { ...common, ...hidden } },
        entries: async (trace) => (await world.service.database.query('select 1 from audit_entry where trace = $1', [trace])).length,
      }),
      // Nothing of these is read by GET.
      finished: (await client.call(listActions, { query: { which: 'finished' } })).body,
      whole: (await client.call(caseEmergencies.list, { query: { review: 'open' } })).body,
      done: (await client.call(caseConsents.listTasks, { query: { done: 'yes' } })).body,
      people: (await client.call(findPeople, { body: { givenName: 'Jordan', familyName: 'Kestrel', dateOfBirth: '2012-03-04' } })).body,
    };
  }

  const notices = async (of = reader): Promise<number> => {
    const [row] = await world.service.database.query<{ n: number }>(`select count(*)::int as n from outbox where type = 'case-notice.raised' and payload->'userIds' ? $1`, [of.userId]);
    return row?.n ?? 0;
  };

  it('answers the reader alike before and after everything that they may not see', async () => {
    const may = { caseId, meetingId, searchId };
    // Whoever reads leaves receipts of the day, which are there from the second reading on.
    await seen(reader, may, {});
    const [before, told] = [await seen(reader, may, {}), await notices()];

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
    const { caseId: hiddenCaseId } = await nominated(as(teacher));
    await accept(as(coordinator), hiddenCaseId, coordinator.userId, [world.agencies.police]);
    await as(coordinator).call(putOnAgenda, { params: { meetingId }, body: { caseId: hiddenCaseId, kind: 'new-nomination' } });

    expect(await seen(reader, may, { caseId: hiddenCaseId, itemId: item.id, actionId: action.id })).toEqual(before);
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

  it('answers whoever is kept from a case, of its owner or of its circle, as if there were no such case and nothing on it', async () => {
    const { council, school, police, outreach } = world.agencies;
    const [kept, sergeant, head] = [await world.member(council, ['manager', 'practitioner']), await world.member(police, ['manager']), await world.member(school, ['manager'])];
    const [keeper, helper] = [await world.member(council, ['practitioner', 'victim-safety']), await world.member(outreach, ['practitioner'])];
    const barred = [kept, sergeant];
    const searches = await Promise.all(barred.map(async (who) => (await as(who).call(beginSearch, { body: { text: 'Jordan Kestrel' } })).body.searchId));
    const all = (hidden: Known): Promise<unknown[]> => Promise.all(barred.map((who, place) => seen(who, { caseId, meetingId, searchId: searches[place]! }, hidden)));
    await all({});
    const before = await all({});

    const draftId = (await as(teacher).call(beginNomination, { body: { forumCode: 'youth-jag' } })).body.id;
    const hidden = await nominated(as(teacher));
    const params = { caseId: hidden.caseId };
    const person = (await as(coordinator).call(readCase, { params })).body.people[0]!.subjectId;
    for (const { userId } of barred) {
      expect((await as(keeper).call(protections.addToRegister, { params, body: { subjectId: person, who: { kind: 'user', userId }, until: null, why: 'A relative' } })).status).toBe(201);
    }
    const told = [await notices(kept), await notices(sergeant)];
    await accept(as(coordinator), hidden.caseId, coordinator.userId, [school, police]);
    await as(coordinator).call(putOnAgenda, { params: { meetingId }, body: { caseId: hidden.caseId, kind: 'new-nomination' } });
    const itemId = (await as(officer).call(addItem, { params, body: { subjectId: person, category: 'offending', fields: { outcomes: 'Caution' }, marking: 'none', existenceShown: true } })).body.id;
    const given = { what: 'Visit', agencyId: police, userId: null, due: '2099-02-01', kind: 'prevention' as const, meetingId };
    const actionId = (await as(coordinator).call(giveAction, { params, body: given })).body.id;
    const agreement = { given: true, by: 'person' as const, explanation: null };
    expect((await as(coordinator).call(referPerson, { params, body: { subjectId: person, serviceId: world.serviceId, reason: 'A mentor', agreement, safeContact: 'After school' } })).status).toBe(201);
    const consentId = (await as(coordinator).call(caseConsents.record, { params, body: aConsent(person, [police]) })).body.id;
    expect((await as(coordinator).call(caseConsents.withdraw, { params: { ...params, consentId }, body: { version: 1, by: 'Jordan', on: today, how: 'said-in-person', note: '' } })).status).toBe(201);
    const decisionId = (await as(head).call(caseDisclosures.decide, { params, body: aDecision(person, police) })).body.id;
    const opening = { reference: hidden.reference, name: 'Jordan Kestrel', dateOfBirth: '2012-03-04', threat: 'Life', categories: ['identity' as const, 'offending' as const] };
    const opened = (await as(helper).call(caseEmergencies.open, { body: opening })).body;
    expect(opened.outcome).toBe('opened');
    await as(officer).call(readCase, { params });
    const receiptId = (await as(coordinator).call(receipts.ofCase, { params, query: {} })).body.items[0]!.id;
    await as(coordinator).call(protections.exclude, { params, body: { userId: kept.userId, why: 'Works with the family' } });

    expect((await as(officer).call(askKnownTo, { params, body: { subjectId: person, why: 'To plan a visit' } })).status).toBe(201);
    const [ask] = await world.service.database.query<{ id: string }>('select id from known_to_ask');
    const existing = { ...params, reference: hidden.reference, askId: ask!.id, itemId, actionId, draftId, consentId, decisionId, accessId: opened.id!, receiptId };
    expect(await all(existing)).toEqual(before);
    expect([await notices(kept), await notices(sergeant)]).toEqual(told);
    // To whoever is not kept from it, it is all there.
    const toColleague = JSON.stringify(await seen(coordinator, { caseId, meetingId }, existing));
    for (const id of [hidden.caseId, itemId, actionId, consentId, decisionId, receiptId, opened.id!]) expect(toColleague).toContain(id);
  });
});
