import { ReferralRequested, type referralPayload } from '@concordat/contracts-jag-cases';
import { AgencyChanged, AgreementChanged, DirectoryServiceChanged, MembershipChanged, PartnershipChanged, RegistryAlive } from '@concordat/contracts-partnership-registry';
import { erasureRoutes, KnownToAsked, knownToRoutes, planOfWords, protectionRoutes, receiptRoutes, type AskedAbout, type EventDefinition } from '@concordat/contracts-protocol';
import { moveReferral, readReferral, referralConsents, referralDisclosures, referralEmergencies } from '@concordat/contracts-referrals';
import { Queues, SealedMessages } from '@concordat/platform-messaging';
import { migrateKeyStore, provisionDatabase, provisionKeyStore } from '@concordat/platform-persistence';
import { bootService, migrate, type Running } from '@concordat/platform-service';
import {
  aDeadLetter, aMember, demanding, eventually, everybodyOf, faultsOfAccess, keepWrites, known, newId, startService, undoWrites, useByWhoeverLeft, useOfWhatIsOver, type Everybody, type Member, type Over, type TestService,
} from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { program } from '../src/program.js';

let service: TestService<Running>;
const partnershipId = newId();
const [outreach, council, police, serviceId, referralId] = [newId(), newId(), newId(), newId(), newId()] as const;
let everybody: Everybody;
let made: Record<string, string>;
let otherParents: Record<string, string>;
const today = new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  service = await startService({
    service: 'referrals', boot: (env) => bootService(program, env), provision: provisionDatabase, migrate: (target) => migrate(program, target), provisionKeyStore, migrateKeyStore,
  });
  const author = aMember({ partnershipId, agencyId: outreach });
  everybody = everybodyOf({ partnershipId, author, circleAgencyId: council, strangerAgencyId: police, elsewhere: { partnershipId: newId(), agencyId: newId() } });
  await known(service.database, everybody);
  made = await records();
  const other = newId();
  await refer(other);
  await first(`select id from item where case_id = '${other}'`);
  otherParents = { caseId: other, referralId: other, itemId: await first(`select id from item where case_id = '${referralId}' and id <> '${made['itemId'] ?? ''}'`) };
});
afterAll(() => service.close());

async function send(definition: EventDefinition, { aggregateId, version = 1, payload }: { aggregateId: string; version?: number; payload: unknown }): Promise<void> {
  const event = {
    id: newId(), type: definition.type, partnershipId, aggregateId, version: definition.kind === 'state' ? version : null, occurredAt: new Date().toISOString(),
    actor: { userId: newId(), membershipId: newId() }, trace: 'test', payload: definition.payload.parse(payload),
  };
  await service.app.app.get(Queues).events('referrals').add(definition.type, { producer: definition.from, event });
}

/** The first row that the statement finds, waited for. */
const first = (sql: string): Promise<string> =>
  eventually(async () => {
    const [row] = await service.database.query<{ id: string }>(sql);
    if (!row) throw new Error(`Nothing of: ${sql}`);
    return row.id;
  });

it('answers every route to every role and standing as the table states', async () => {
  expect(await faultsOfAccess('referrals', {
    url: service.url,
    tokenFor: (member) => service.surroundings.tokens.tokenFor(member, 'referrals'),
    members: everybody,
    undoWrites: () => undoWrites(service.database),
    known: made,
    knownAt: { '/simulator/': { membershipId: everybody.circle.practitioner.membershipId }, '/dead-letters/': { id: await aDeadLetter(service.database, partnershipId) } },
    otherParents,
  })).toEqual([]);
}, 240_000);

describe('what is over', () => {
  const leaver = aMember({ partnershipId, agencyId: outreach });
  const tokenFor = (member: Member) => service.surroundings.tokens.tokenFor(member, 'referrals');
  let over: Over[];
  beforeAll(async () => {
    await keepWrites(service.database);
    over = await endEverything(leaver);
  });

  it('takes nothing any more, comes back by nothing, and is to whoever may not know of it as what never was', async () => {
    const { author, agency, circle, stranger, elsewhere } = everybody;
    const mine = [author.manager, author.practitioner, author['information-governance'], author['victim-safety'], agency['information-governance'], circle.manager];
    const { faults, requests } = await useOfWhatIsOver({ url: service.url, database: service.database, tokenFor, over, mine, others: [stranger.manager, stranger['information-governance'], elsewhere.manager], known: made });
    expect(faults).toEqual([]);
    expect(requests).toBeGreaterThan(10);
  }, 240_000);

  it('lets nobody in whose membership has ended', async () => {
    expect(await useByWhoeverLeft(service.url, [{ what: 'a leaver', authorization: `Bearer ${await tokenFor(leaver)}`, routes: ({ rule }) => rule !== 'public' }])).toEqual([]);
  });
});

/** Ends each of the records, by whoever may. */
async function endEverything({ membershipId, userId, roles }: Member): Promise<Over[]> {
  const as = (member: Member) => demanding(service.as(member));
  const { author, agency } = everybody;
  const { referralId = '', consentId = '', decisionId = '', wordId = '', erasureId = '', entryId = '', exclusionId = '', subjectId = '' } = made;
  const params = { caseId: referralId };
  const protections = protectionRoutes('referrals');
  await as(author.practitioner).call(referralConsents.withdraw, { params: { ...params, consentId }, body: { version: 1, by: 'Robin', on: today, how: 'said-in-person', note: '' } });
  await as(author.manager).call(referralDisclosures.revoke, { params: { ...params, decisionId }, body: { version: 1, why: 'Not needed any more' } });
  await as(author['victim-safety']).call(protections.endInRegister, { params: { ...params, entryId }, body: { version: 1, why: 'Put right' } });
  await as(author['information-governance']).call(protections.endExclusion, { params: { ...params, exclusionId } });
  await as(author.manager).call(knownToRoutes('referrals').decide, { params: { wordId }, body: { version: 1, decision: 'no-contact', note: 'Nothing to add' } });
  await as(agency.manager).call(moveReferral, { params: { referralId }, body: { version: 2, transition: { to: 'declined', reason: 'Moved away' } } });
  await as(agency['information-governance']).call(erasureRoutes('referrals').decide, { params: { erasureId }, body: { version: 1, decision: 'hold', hold: 'legal-claims' } });
  await send(MembershipChanged, { aggregateId: membershipId, payload: { membershipId, userId, agencyId: outreach, roles, active: false, trainingValidTo: null } });
  await eventually(async () => expect(await service.database.query('select 1 from membership_projection where id = $1', [membershipId])).not.toEqual([]));
  const reachedBy = { ...params, subjectId };
  return [
    { what: 'a consent that was withdrawn', called: 'consentId', id: consentId, table: 'consent_statement', reachedBy },
    { what: 'a disclosure that was revoked', called: 'decisionId', id: decisionId, table: 'sharing_decision', reachedBy },
    { what: 'an entry of the register that was ended', called: 'entryId', id: entryId, table: 'must_not_receive', reachedBy, gone: ['A relative'] },
    { what: 'an exclusion that was lifted', called: 'exclusionId', id: exclusionId, table: 'case_exclusion', reachedBy, gone: ['Works with the family'] },
    { what: 'word of somebody asked about that was decided', called: 'wordId', id: wordId, table: 'known_to_word' },
    { what: 'an erasing that was refused', called: 'erasureId', id: erasureId, table: 'erasure' },
    { what: 'a referral that was declined', called: 'referralId', id: referralId, table: '"case"' },
    { what: 'somebody who left', called: 'userId', id: userId, table: 'membership_projection', ofPartnership: true, reachedBy, except: ['register', 'exclusions'].map((what) => `POST /cases/{caseId}/${what}`) },
  ];
}

/** A referral from the council to the outreach service. */
async function refer(toBe: string): Promise<void> {
  const payload = {
    person: { givenName: 'Robin', familyName: 'Peregrine', dateOfBirth: '2012-03-04', school: 'Test Academy' }, reason: 'Wants a mentor', agreement: { given: true, by: 'person', explanation: null }, safeContact: planOfWords('Never call home'),
  } satisfies z.input<typeof referralPayload>;
  const sealed = await service.app.app.get(SealedMessages).sealFor('referrals', payload);
  await send(ReferralRequested, { aggregateId: toBe, payload: { referralId: toBe, caseId: newId(), serviceId, fromAgencyId: council, fromUserId: everybody.circle.practitioner.userId, requestedAt: new Date().toISOString(), sealed } });
}

/** A referral, and one of everything that can be on it. */
async function records(): Promise<Record<string, string>> {
  await send(RegistryAlive, { aggregateId: newId(), payload: {} });
  await send(PartnershipChanged, { aggregateId: partnershipId, payload: { name: 'Test partnership', districts: ['Blaby'], active: true } });
  for (const agencyId of [outreach, council, police]) await send(AgencyChanged, { aggregateId: newId(), payload: { agencyId, name: 'An agency', kind: 'council', parentId: null, emergencyAccess: true, active: true } });
  await send(DirectoryServiceChanged, { aggregateId: serviceId, payload: {
    name: 'Youth outreach', providerAgencyId: outreach, kind: 'youth-outreach', purpose: 'youth-diversion', description: '', minimumAge: 10, maximumAge: 17, acknowledgeHours: 24, firstContactHours: 72, signpost: null, active: true,
  } });
  await first('select id from directory_service');
  await refer(referralId);
  const subjectId = await first('select subject_id as id from case_subject');
  const { practitioner, manager } = everybody.author;
  const params = { caseId: referralId };
  await service.as(practitioner).call(readReferral, { params: { referralId } });
  const consentId = (await service.as(practitioner).call(referralConsents.record, { params, body: {
    subjectId, decision: 'given', givenBy: 'subject', giver: null, competence: { assessor: 'A. Teacher', on: today, reasons: 'In their own words' }, recipientAgencyIds: [council], categories: ['education'], decidedOn: today, explained: 'Who sees it',
    evidence: 'said-in-person', evidenceNote: '', lastDay: null,
  } })).body.id;
  const decisionId = (await service.as(manager).call(referralDisclosures.decide, { params, body: {
    subjectId, decision: 'share', recipientAgencyId: council, recipientUserId: null, requestedBy: 'PC Test', requestedPosition: 'Officer', requestedOn: null, categories: { education: ['attendance'] }, described: 'Attendance', purpose: 'Safe diversion',
    basis: 'public-task', gateway: 'cda-1998-s115', necessity: 'To plan', proportionality: 'One figure', considered: 'Asking', specialCategoryCondition: null, criminalOffenceCondition: null, policyDocument: '', dpia: '', advice: '', security: '',
    retention: '', told: false, whyNotTold: 'It would prejudice the visits', reasons: 'The need outweighs it', export: false, until: new Date(Date.now() + 86_400_000).toISOString(),
  } })).body.id;
  const protections = protectionRoutes('referrals');
  await service.as(everybody.author['information-governance']).call(protections.exclude, { params, body: { userId: everybody.agency.auditor.userId, why: 'Works with the family' } });
  const entryId = (await service.as(everybody.author['victim-safety']).call(protections.addToRegister, { params, body: { subjectId, who: { kind: 'user', userId: everybody.agency.auditor.userId }, until: null, why: 'A relative' } })).body.id;
  const asked: AskedAbout = { givenName: 'Robin', familyName: 'Peregrine', dateOfBirth: '2012-03-04', why: 'To plan a visit', neverTo: { agencyIds: [], userIds: [] }, grounds: [] };
  await send(KnownToAsked, { aggregateId: newId(), payload: {
    caseId: newId(), purpose: 'youth-diversion', fromAgencyId: council, fromUserId: everybody.circle.practitioner.userId, askedAt: new Date().toISOString(), sealed: { 'jag-cases': 'a.b.c.d.e', referrals: await service.app.app.get(SealedMessages).sealFor('referrals', asked) },
  } });
  const { helpedBy, ...ofOthers } = await ofOtherAgencies(subjectId);
  const itemId = await first('select id from item');
  const requestId = (await service.as(manager).call(protections.askForReader, { params: { itemId }, body: { userId: everybody.circle.manager.userId, why: 'Needed for the visit' } })).body.id;
  const readerId = await first(`insert into item_reader (partnership_id, item_id, user_id) values ('${partnershipId}', '${itemId}', '${helpedBy}') returning id`);
  await service.as(everybody.author['victim-safety']).call(protections.addToRegister, { params, body: { subjectId, who: { kind: 'person', name: 'Gareth Hallam', relation: 'family' }, until: null, why: 'Asked for' } });
  const matchId = await first(`insert into near_match (partnership_id, person_id, user_id, likeness) select partnership_id, id, '${helpedBy}', 'spelling' from registered_person returning id`);
  const [receipt] = (await service.as(practitioner).call(receiptRoutes('referrals').ofCase, { params, query: {} })).body.items;
  await service.database.query(
    `insert into erasure (partnership_id, case_id, subject_id, agency_id, ground) select partnership_id, case_id, subject_id, $1, 'objection' from case_subject`,
    [outreach],
  );
  return {
    referralId, caseId: referralId, subjectId, consentId, decisionId, serviceId, agencyId: council, userId: everybody.author.practitioner.userId, wordId: await first('select id from known_to_word'), erasureId: await first('select id from erasure'), itemId, requestId, readerId, matchId,
    exclusionId: await first('select id from case_exclusion'), entryId, receiptId: receipt!.id, ...ofOthers,
  };
}

/** What others have to do with a referral: an emergency, a consent that was withdrawn where it came from, an agreement, a conflict of interest of a stranger. */
async function ofOtherAgencies(subjectId: string) {
  const helper = aMember({ partnershipId, agencyId: police, trainingValidTo: '2099-01-01' });
  const { membershipId, userId, roles } = helper;
  await send(MembershipChanged, { aggregateId: membershipId, payload: { membershipId, userId, agencyId: police, roles, active: true, trainingValidTo: '2099-01-01' } });
  await first(`select id from membership_projection where id = '${membershipId}'`);
  const reference = await first(`select reference as id from "case" where id = '${referralId}'`);
  const opened = await service.as(helper).call(referralEmergencies.open, { body: { reference, name: 'Robin', dateOfBirth: '2012-03-04', threat: 'Life', categories: ['identity'] } });
  const accessId = opened.body.id!;
  await service.as(helper).call(referralEmergencies.read, { params: { accessId } });
  const agreementId = newId();
  await send(AgreementChanged, { aggregateId: agreementId, payload: {
    name: 'the outreach agreement', status: 'active', validFrom: '2020-01-01', validTo: '2099-01-01', parties: [outreach, council], supersedes: null, signatures: [outreach, council].map((agencyId) => ({ agencyId, on: '2020-01-01', withdrawnOn: null })),
    terms: [{ id: newId(), number: 1, purpose: 'youth-diversion', from: '*', to: '*', categories: { education: ['attendance'] }, basis: 'public-task', gateway: 'cda-1998-s115', export: true }],
  } });
  await first('select id from agreement_projection');
  const taskId = await first(
    `insert into withdrawal_task (partnership_id, case_id, subject_id, cause, agency_id, categories, since)
     values ('${partnershipId}', '${referralId}', '${subjectId}', 'withdrawn-elsewhere', '${outreach}', '{identity}', now()) returning id`,
  );
  const conflictId = await first(
    `insert into related_subject (partnership_id, user_id, subject_id, case_reference) values ('${partnershipId}', '${everybody.stranger.manager.userId}', '${subjectId}', '${reference}') returning id`,
  );
  return { helpedBy: userId, accessId, agreementId, taskId, conflictId };
}
