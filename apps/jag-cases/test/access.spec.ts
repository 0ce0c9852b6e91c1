import {
  addItem, askKnownTo, beginNomination, beginSearch, caseConsents, caseDisclosures, caseEmergencies, giveAction, listPossibleLeads, planMeeting, putOnAgenda, readCase,
} from '@concordat/contracts-jag-cases';
import { yearCodeOf } from '@concordat/contracts-indicators';
import { protectionRoutes, receiptRoutes } from '@concordat/contracts-protocol';
import { eventually, everybodyOf, faultsOfAccess, known, newId, undoWrites, type Member, type RouteClient } from '@concordat/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { accept } from './moving.js';
import { nominated } from './nominated.js';
import { casework, type World } from './world.js';

const protections = protectionRoutes('jag-cases');
const receipts = receiptRoutes('jag-cases');
const today = new Date().toISOString().slice(0, 10);

let world: World;
beforeAll(async () => {
  world = await casework();
});
afterAll(() => world.close());

it('answers every route to every role and standing as the table states', async () => {
  const { council, police, transportPolice, outreach } = world.agencies;
  const author = await world.member(council, ['practitioner', 'coordinator', 'manager', 'victim-safety', 'information-governance']);
  const officer = await world.member(police, ['practitioner', 'manager']);
  const helper = await world.member(outreach, ['practitioner']);
  const everybody = everybodyOf({ partnershipId: world.partnershipId, author, circleAgencyId: police, strangerAgencyId: transportPolice, elsewhere: { partnershipId: newId(), agencyId: newId() } });
  await known(world.service.database, everybody);

  expect(await faultsOfAccess('jag-cases', {
    url: world.service.url,
    tokenFor: (member) => world.service.surroundings.tokens.tokenFor(member, 'jag-cases'),
    members: everybody,
    undoWrites: () => undoWrites(world.service.database),
    ...(await records({ author, officer, helper })),
  })).toEqual([]);
}, 240_000);

/** A case of the council with the police in its circle, and one of everything that can be on it. */
async function records({ author, officer, helper }: Record<'author' | 'officer' | 'helper', Member>) {
  const as = (member: Member): RouteClient => world.service.as(member);
  const { police, school } = world.agencies;
  const { caseId, reference } = await nominated(as(author));
  await accept(as(author), caseId, author.userId, [police]);
  const params = { caseId };
  const { people: [person], circle: [circleEntry] } = (await as(author).call(readCase, { params })).body;
  const subjectId = person!.subjectId;
  const other = await nominated(as(author));
  const draftId = (await as(author).call(beginNomination, { body: { forumCode: 'youth-jag' } })).body.id;
  const meetingId = (await as(author).call(planMeeting, { body: { forumCode: 'youth-jag', at: new Date(Date.now() + 86_400_000 * 40).toISOString(), place: 'Council offices' } })).body.id;
  await as(author).call(putOnAgenda, { params: { meetingId }, body: { caseId, kind: 'new-nomination' } });
  const [agendaEntry] = await world.service.database.query<{ id: string }>('select id from agenda_entry');
  const itemId = (await as(author).call(addItem, { params, body: { subjectId, category: 'behaviour', fields: { incidents: 'A broken window' }, marking: 'none', existenceShown: false } })).body.id;
  const actionId = (await as(author).call(giveAction, { params, body: { what: 'Visit', agencyId: police, userId: null, due: '2099-02-01', kind: 'prevention', meetingId } })).body.id;
  const searchId = (await as(author).call(beginSearch, { body: { text: 'Jordan Kestrel' } })).body.searchId;
  const consent = { subjectId, decision: 'given', givenBy: 'subject', giver: null, competence: { assessor: 'A. Teacher', on: today, reasons: 'In their own words' }, recipientAgencyIds: [police], categories: ['education'], decidedOn: today, explained: 'Who sees it', evidence: 'said-in-person', evidenceNote: '', lastDay: null } as const;
  const withdrawn = (await as(author).call(caseConsents.record, { params, body: { ...consent, categories: ['education'], recipientAgencyIds: [police] } })).body.id;
  await as(author).call(caseConsents.withdraw, { params: { ...params, consentId: withdrawn }, body: { version: 1, by: 'Jordan', on: today, how: 'said-in-person', note: '' } });
  const consentId = (await as(author).call(caseConsents.record, { params, body: { ...consent, categories: ['education'], recipientAgencyIds: [police] } })).body.id;
  const [task] = (await as(officer).call(caseConsents.listTasks, { query: {} })).body.items;
  const decisionId = (await as(author).call(caseDisclosures.decide, { params, body: {
    subjectId, decision: 'share', recipientAgencyId: police, recipientUserId: null, requestedBy: 'PC Test', requestedPosition: 'Officer', requestedOn: null, categories: { education: ['attendance'] }, described: 'Attendance', purpose: 'Safe diversion',
    basis: 'public-task', gateway: 'cda-1998-s115', necessity: 'To plan', proportionality: 'One figure', considered: 'Asking', specialCategoryCondition: null, criminalOffenceCondition: null, policyDocument: '', dpia: '', advice: '', security: '',
    retention: '', told: false, whyNotTold: 'It would prejudice the visits', reasons: 'The need outweighs it', export: false, until: new Date(Date.now() + 86_400_000).toISOString(),
  } })).body.id;
  const accessId = (await as(helper).call(caseEmergencies.open, { body: { reference, name: 'Jordan Kestrel', dateOfBirth: '2012-03-04', threat: 'Life', categories: ['identity', 'behaviour'] } })).body.id!;
  const kept = await world.member(world.agencies.council, ['practitioner']);
  const registerEntry = (await as(author).call(protections.addToRegister, { params, body: { subjectId, who: { kind: 'user', userId: kept.userId }, until: null, why: 'A relative' } })).body.id;
  await as(author).call(protections.exclude, { params, body: { userId: kept.userId, why: 'Works with the family' } });
  const [exclusion] = await world.service.database.query<{ id: string }>('select id from case_exclusion');
  const marked = (await as(author).call(addItem, { params, body: { subjectId, category: 'behaviour', fields: { incidents: 'A threat' }, marking: 'victim-safety', existenceShown: true } })).body.id;
  const requestId = (await as(author).call(protections.askForReader, { params: { itemId: marked }, body: { userId: officer.userId, why: 'Needed for the visit' } })).body.id;
  await as(author).call(protections.declareConflict, { params: { caseId: other.caseId }, body: { subjectIds: [(await as(author).call(readCase, { params: { caseId: other.caseId } })).body.people[0]!.subjectId] } });
  await as(officer).call(readCase, { params });
  const receiptId = (await as(author).call(receipts.ofCase, { params, query: {} })).body.items[0]!.id;
  await as(officer).call(askKnownTo, { params, body: { subjectId, why: 'To plan a visit' } });
  const [ask] = await world.service.database.query<{ id: string }>('select id from known_to_ask');
  const word = await eventually(async () => {
    const [found] = await world.service.database.query<{ id: string }>('select id from known_to_word');
    if (!found) throw new Error('Nobody was asked');
    return found;
  });
  await as(author).call(listPossibleLeads, { params });
  const [erasure] = await world.service.database.query<{ id: string }>(
    `insert into erasure (partnership_id, case_id, subject_id, agency_id, ground) select partnership_id, case_id, subject_id, $3, 'objection' from case_subject where case_id = $1 and subject_id = $2 returning id`,
    [caseId, subjectId, world.agencies.council],
  );
  return {
    known: {
      caseId, subjectId, userId: author.userId, draftId, meetingId, itemId, actionId, searchId, consentId, decisionId, accessId, receiptId, reference, taskId: task!.id, askId: ask!.id, wordId: word.id, erasureId: erasure!.id, exclusionId: exclusion!.id, requestId,
      agencyId: school, serviceId: world.serviceId, agreementId: world.agreementId, forumCode: 'youth-jag', forum: 'youth-jag', year: yearCodeOf(new Date().getFullYear()), measure: 'nominations',
    },
    knownAt: {
      '/circle/': { entryId: circleEntry!.id }, '/register/': { entryId: registerEntry }, '/agenda/': { entryId: agendaEntry!.id }, '/reader-requests/': { itemId: marked },
    },
  };
}
