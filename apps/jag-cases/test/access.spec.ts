import {
  addItem, askKnownTo, beginNomination, beginSearch, caseConsents, caseDisclosures, caseEmergencies, giveAction, listPossibleLeads, planMeeting, putOnAgenda, readCase,
} from '@concordat/contracts-jag-cases';
import { yearCodeOf } from '@concordat/contracts-indicators';
import { protectionRoutes, receiptRoutes, type Role } from '@concordat/contracts-protocol';
import { aDeadLetter, eventually, everybodyOf, faultsOfAccess, keepWrites, known, newId, undoWrites, useByWhoeverLeft, useOfWhatIsOver, type Everybody, type Member, type RouteClient } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accept } from './moving.js';
import { nominated } from './nominated.js';
import { consentOf, disclosureTo } from './sharing-forms.js';
import { WhatIsOver } from './what-is-over.js';
import { casework, type World } from './world.js';

const protections = protectionRoutes('jag-cases');
const receipts = receiptRoutes('jag-cases');
const today = new Date().toISOString().slice(0, 10);

let world: World;
const EVERY_WORK: Role[] = ['practitioner', 'coordinator', 'manager', 'victim-safety', 'information-governance'];
let author: Member, officer: Member, helper: Member, second: Member, teacher: Member, stranger: Member;
let everybody: Everybody;
beforeAll(async () => {
  world = await casework();
  const { council, police, outreach, school, transportPolice } = world.agencies;
  author = await world.member(council, EVERY_WORK);
  officer = await world.member(police, ['practitioner', 'manager']);
  helper = await world.member(outreach, ['practitioner']);
  second = await world.member(council, EVERY_WORK);
  teacher = await world.member(school, EVERY_WORK);
  stranger = await world.member(transportPolice, EVERY_WORK);
  everybody = everybodyOf({ partnershipId: world.partnershipId, author, circleAgencyId: police, strangerAgencyId: transportPolice, elsewhere: { partnershipId: newId(), agencyId: newId() } });
  await known(world.service.database, everybody);
});
afterAll(() => world.close());

it('answers every route to every role and standing as the table states', async () => {
  expect(await faultsOfAccess('jag-cases', {
    url: world.service.url,
    tokenFor: (member) => world.service.surroundings.tokens.tokenFor(member, 'jag-cases'),
    members: everybody,
    undoWrites: () => undoWrites(world.service.database),
    ...(await records()),
  })).toEqual([]);
}, 240_000);

describe('what is over', () => {
  let ended: WhatIsOver;
  beforeAll(async () => {
    await keepWrites(world.service.database);
    ended = new WhatIsOver(world, { author, second, officer, helper, teacher });
    await ended.endEverything();
  }, 60_000);

  it('takes nothing any more, comes back by nothing, and is to whoever may not know of it as what never was', async () => {
    const { tokens } = world.service.surroundings;
    const { requests, faults } = await useOfWhatIsOver({
      url: world.service.url, database: world.service.database, tokenFor: (member) => tokens.tokenFor(member, 'jag-cases'), over: ended.over, mine: [author, second, officer, helper, ...ended.users], others: [stranger, everybody.elsewhere.manager],
      known: { caseId: ended.caseId, subjectId: ended.subjectId, userId: author.userId, agencyId: world.agencies.police, serviceId: world.serviceId, forumCode: 'youth-jag' },
    });
    expect(faults).toEqual([]);
    expect(requests).toBeGreaterThan(20);
  }, 240_000);

  it('lets nobody in: a membership that has ended, and a system that is not registered any more', async () => {
    const token = await world.service.surroundings.tokens.tokenFor(ended.leaver, 'jag-cases');
    expect(await useByWhoeverLeft(world.service.url, [
      { what: 'a leaver', authorization: `Bearer ${token}`, routes: ({ rule }) => rule !== 'public' },
      { what: 'a system that was closed', authorization: ended.client, routes: ({ path }) => path.startsWith('/access/') },
    ])).toEqual([]);
  });
});

/** A case of the council with the police in its circle, and one of everything that can be on it. */
async function records() {
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
  const consent = consentOf(subjectId, police);
  const withdrawn = (await as(author).call(caseConsents.record, { params, body: consent })).body.id;
  await as(author).call(caseConsents.withdraw, { params: { ...params, consentId: withdrawn }, body: { version: 1, by: 'Jordan', on: today, how: 'said-in-person', note: '' } });
  const consentId = (await as(author).call(caseConsents.record, { params, body: consent })).body.id;
  const [task] = (await as(officer).call(caseConsents.listTasks, { query: {} })).body.items;
  const decisionId = (await as(author).call(caseDisclosures.decide, { params, body: disclosureTo(subjectId, police) })).body.id;
  const accessId = (await as(helper).call(caseEmergencies.open, { body: { reference, name: 'Jordan Kestrel', dateOfBirth: '2012-03-04', threat: 'Life', categories: ['identity', 'behaviour'] } })).body.id!;
  const kept = await world.member(world.agencies.council, ['practitioner']);
  const registerEntry = (await as(author).call(protections.addToRegister, { params, body: { subjectId, who: { kind: 'user', userId: kept.userId }, until: null, why: 'A relative' } })).body.id;
  await as(author).call(protections.exclude, { params, body: { userId: kept.userId, why: 'Works with the family' } });
  const [exclusion] = await world.service.database.query<{ id: string }>('select id from case_exclusion');
  const marked = (await as(author).call(addItem, { params, body: { subjectId, category: 'behaviour', fields: { incidents: 'A threat' }, marking: 'victim-safety', existenceShown: true } })).body.id;
  const requestId = (await as(author).call(protections.askForReader, { params: { itemId: marked }, body: { userId: officer.userId, why: 'Needed for the visit' } })).body.id;
  await as(author).call(protections.declareConflict, { params: { caseId: other.caseId }, body: { subjectIds: [(await as(author).call(readCase, { params: { caseId: other.caseId } })).body.people[0]!.subjectId] } });
  const conflictId = (await as(author).call(protections.myConflicts, {})).body.items[0]!.id;
  const query = <Row extends Record<string, unknown>>(statement: string, values: unknown[]) => world.service.database.query<Row>(statement, values);
  const readerId = (await query<{ id: string }>('insert into item_reader (partnership_id, item_id, user_id) values ($1, $2, $3) returning id', [world.partnershipId, itemId, helper.userId]))[0]!.id;
  await as(author).call(protections.addToRegister, { params, body: { subjectId, who: { kind: 'person', name: 'Gareth Hallam', relation: 'family' }, until: null, why: 'Asked for' } });
  const [match] = await query<{ id: string }>(`insert into near_match (partnership_id, person_id, user_id, likeness) select partnership_id, id, $1, 'spelling' from registered_person returning id`, [helper.userId]);
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
  const secondItem = (await as(author).call(addItem, { params, body: { subjectId, category: 'behaviour', fields: { incidents: 'Another window' }, marking: 'none', existenceShown: false } })).body.id;
  const another = await nominated(as(author));
  await accept(as(author), another.caseId, author.userId, [police]);
  const otherMeeting = (await as(author).call(planMeeting, { body: { forumCode: 'youth-jag', at: new Date(Date.now() + 86_400_000 * 80).toISOString(), place: 'Council offices' } })).body.id;
  const [erasure] = await world.service.database.query<{ id: string }>(
    `insert into erasure (partnership_id, case_id, subject_id, agency_id, ground) select partnership_id, case_id, subject_id, $3, 'objection' from case_subject where case_id = $1 and subject_id = $2 returning id`,
    [caseId, subjectId, world.agencies.council],
  );
  return {
    known: {
      caseId, subjectId, userId: author.userId, draftId, meetingId, itemId, actionId, searchId, consentId, decisionId, accessId, receiptId, reference, taskId: task!.id, askId: ask!.id, wordId: word.id, erasureId: erasure!.id, exclusionId: exclusion!.id, requestId,
      agencyId: school, serviceId: world.serviceId, agreementId: world.agreementId, forumCode: 'youth-jag', forum: 'youth-jag', year: yearCodeOf(new Date().getFullYear()), measure: 'nominations', conflictId, readerId, matchId: match!.id,
    },
    otherParents: { caseId: another.caseId, meetingId: otherMeeting, itemId: secondItem },
    knownAt: {
      '/circle/': { entryId: circleEntry!.id }, '/register/': { entryId: registerEntry }, '/agenda/': { entryId: agendaEntry!.id }, '/reader-requests/': { itemId: marked },
      '/simulator/': { membershipId: officer.membershipId }, '/dead-letters/': { id: await aDeadLetter(world.service.database, world.partnershipId) },
    },
  };
}
