import { createHash } from 'node:crypto';
import {
  addItem, askKnownTo, beginNomination, caseConsents, caseDisclosures, caseEmergencies, discardNominationDraft, endCircleEntry, endMeeting, findPeopleLikeNominated, giveAction, listKnownToAsks, moveAction, openMeeting, planMeeting,
  putOnAgenda, readCase, readMeeting, recordDecision, reviewKnownToAsk, saveNominationDraft, submitNomination,
} from '@concordat/contracts-jag-cases';
import { AgencyChanged, AgreementChanged, DecisionClientChanged, DirectoryServiceChanged, MembershipChanged } from '@concordat/contracts-partnership-registry';
import { erasureRoutes, knownToRoutes, protectionRoutes, type Role } from '@concordat/contracts-protocol';
import { demanding, eventually, newId, type Member, type Over, type RouteClient } from '@concordat/testing';
import { answers } from './answers.js';
import { accept, move } from './moving.js';
import { nominated } from './nominated.js';
import { consentOf, disclosureTo } from './sharing-forms.js';
import { agreementOf, type World } from './world.js';

const protections = protectionRoutes('jag-cases');
const knownTo = knownToRoutes('jag-cases');
const erasures = erasureRoutes('jag-cases');

/** A case that is over can be read: people can still be kept from it, what they say about it and of harm is written down, and they are erased. */
const PROTECTING = ['register', 'exclusions', 'conflict', 'person-answers', 'alleged-harm', 'erasures'].map((what) => `POST /cases/{caseId}/${what}`);
/** Who left can come back, and is kept from a case all the same. */
const LEAVERS = ['register', 'exclusions'].map((what) => `POST /cases/{caseId}/${what}`);

/** Who makes and ends everything, each of whom may do everything of their agency: `second` where a second person has to. */
export interface Ending {
  author: Member;
  second: Member;
  officer: Member;
  teacher: Member;
  helper: Member;
}

/** One of everything that casework ends, and what it stood on. */
export class WhatIsOver {
  readonly over: Over[] = [];
  caseId = '';
  subjectId = '';
  /** What a closed system says who it is with. */
  client = '';
  /** Everybody who might use it, besides those who ended it. */
  readonly users: Member[] = [];
  #leaver: Member | null = null;

  constructor(
    private readonly world: World,
    private readonly people: Ending,
  ) {}

  async endEverything(): Promise<void> {
    const { author, teacher } = this.people;
    const { police, school } = this.world.agencies;
    ({ caseId: this.caseId } = await nominated(this.#as(author)));
    await accept(this.#as(author), this.caseId, author.userId, [police, school]);
    this.subjectId = (await this.#as(author).call(readCase, { params: this.#params })).body.people[0]?.subjectId ?? '';
    await this.#drafts();
    await this.#sharing();
    await this.#protections();
    await this.#reader();
    await this.#conflict();
    await this.#emergency();
    await this.#meeting();
    await this.#knownTo();
    await this.#cases();
    await this.#configuration();
    const { circle } = (await this.#as(author).call(readCase, { params: this.#params })).body;
    const place = circle.find(({ agencyId }) => agencyId === school)?.id ?? '';
    await this.#as(author).call(endCircleEntry, { params: { ...this.#params, entryId: place } });
    this.#ended({ what: 'a place in the circle that was ended', called: 'entryId', id: place, table: 'circle_entry', takenBy: ['DELETE /cases/{caseId}/circle/{entryId}'] });
    this.over.push({ what: 'a case out of whose circle one was taken', called: 'caseId', id: this.caseId, table: '"case"', onlyFor: [teacher] });
  }

  get leaver(): Member {
    if (this.#leaver === null) throw new Error('Nobody has left yet');
    return this.#leaver;
  }

  get #params(): { caseId: string } {
    return { caseId: this.caseId };
  }

  #as(member: Member): RouteClient {
    return demanding(this.world.service.as(member));
  }

  #ended(one: Over): void {
    this.over.push({ ...one, reachedBy: { caseId: this.caseId, subjectId: this.subjectId, ...one.reachedBy } });
  }

  async #first(sql: string, values: unknown[] = []): Promise<string> {
    return eventually(async () => {
      const [row] = await this.world.service.database.query<{ id: string }>(sql, values);
      if (row === undefined) throw new Error(`Nothing of: ${sql}`);
      return row.id;
    });
  }

  async #member(agencyId: string, roles: Role[]): Promise<Member> {
    const member = await this.world.member(agencyId, roles);
    await this.#first('select id from membership_projection where id = $1', [member.membershipId]);
    return member;
  }

  async #drafts(): Promise<void> {
    const author = this.#as(this.people.author);
    const begin = async (): Promise<string> => (await author.call(beginNomination, { body: { forumCode: 'youth-jag' } })).body.id;
    const discarded = await begin();
    await author.call(saveNominationDraft, { params: { draftId: discarded }, body: { version: 1, answers: answers({ harmed: 'A whole street was harmed' }) } });
    await author.call(discardNominationDraft, { params: { draftId: discarded } });
    this.#ended({ what: 'a nomination that was thrown away', called: 'draftId', id: discarded, table: 'nomination_draft', gone: ['A whole street was harmed'] });
    const draftId = await begin();
    await author.call(saveNominationDraft, { params: { draftId }, body: { version: 1, answers: answers() } });
    const { version } = (await author.call(findPeopleLikeNominated, { params: { draftId } })).body;
    await author.call(submitNomination, { params: { draftId }, body: { version } });
    this.#ended({ what: 'a nomination that was sent', called: 'draftId', id: draftId, table: 'nomination_draft', takenBy: ['POST /nomination-drafts/{draftId}/submission'] });
  }

  async #sharing(): Promise<void> {
    const [author, officer] = [this.#as(this.people.author), this.#as(this.people.officer)];
    const { police } = this.world.agencies;
    const params = this.#params;
    const today = new Date().toISOString().slice(0, 10);
    const { id: consentId } = (await author.call(caseConsents.record, { params, body: consentOf(this.subjectId, police) })).body;
    await author.call(caseConsents.withdraw, { params: { ...params, consentId }, body: { version: 1, by: 'Jordan', on: today, how: 'said-in-person', note: '' } });
    this.#ended({ what: 'a consent that was withdrawn', called: 'consentId', id: consentId, table: 'consent_statement' });
    const task = (await officer.call(caseConsents.listTasks, { query: {} })).body.items[0];
    const taskId = task?.id ?? '';
    await officer.call(caseConsents.finishTask, { params: { taskId }, body: { version: 1, how: 'deleted', note: 'Shredded' } });
    this.#ended({ what: 'a task of a withdrawn consent that was done', called: 'taskId', id: taskId, table: 'withdrawal_task' });
    const { id: decisionId } = (await author.call(caseDisclosures.decide, { params, body: disclosureTo(this.subjectId, police) })).body;
    await author.call(caseDisclosures.revoke, { params: { ...params, decisionId }, body: { version: 1, why: 'Not needed any more' } });
    this.#ended({ what: 'a disclosure that was revoked', called: 'decisionId', id: decisionId, table: 'sharing_decision' });
  }

  async #protections(): Promise<void> {
    const author = this.#as(this.people.author);
    const params = this.#params;
    const { id: entryId } = (await author.call(protections.addToRegister, { params, body: { subjectId: this.subjectId, who: { kind: 'user', userId: this.people.teacher.userId }, until: null, why: 'A relative of theirs' } })).body;
    await author.call(protections.endInRegister, { params: { ...params, entryId }, body: { version: 1, why: 'Put right' } });
    this.#ended({ what: 'an entry of the register that was ended', called: 'entryId', id: entryId, table: 'must_not_receive', gone: ['A relative of theirs'] });
    const { id: exclusionId } = (await author.call(protections.exclude, { params, body: { userId: this.people.teacher.userId, why: 'Works with the whole family' } })).body;
    await author.call(protections.endExclusion, { params: { ...params, exclusionId } });
    this.#ended({ what: 'an exclusion that was lifted', called: 'exclusionId', id: exclusionId, table: 'case_exclusion', gone: ['Works with the whole family'] });
  }

  /** Of a marked item: somebody who read it and may not any more, and one who was refused. */
  async #reader(): Promise<void> {
    const { author, second, officer } = this.people;
    const body = { subjectId: this.subjectId, category: 'behaviour' as const, fields: { incidents: 'A threat at the door' }, marking: 'victim-safety' as const, existenceShown: false };
    const { id: itemId } = (await this.#as(author).call(addItem, { params: this.#params, body })).body;
    const ask = async (userId: string): Promise<string> => (await this.#as(author).call(protections.askForReader, { params: { itemId }, body: { userId, why: 'Needed for the visit' } })).body.id;
    const decide = async (requestId: string, decision: 'confirmed' | 'refused') => this.#as(second).call(protections.decideReader, { params: { itemId, requestId }, body: { version: 1, decision } });
    const confirmed = await ask(officer.userId);
    await decide(confirmed, 'confirmed');
    const readerId = await this.#first('select id from item_reader where item_id = $1', [itemId]);
    await this.#as(author).call(protections.removeReader, { params: { itemId, readerId } });
    const refused = await ask(officer.userId);
    await decide(refused, 'refused');
    this.#ended({ what: 'a reader who was removed', called: 'readerId', id: readerId, table: 'item_reader', reachedBy: { itemId } });
    this.#ended({ what: 'a request for a reader that was confirmed', called: 'requestId', id: confirmed, table: 'named_reader_request', reachedBy: { itemId } });
    this.#ended({ what: 'a request for a reader that was refused', called: 'requestId', id: refused, table: 'named_reader_request', reachedBy: { itemId } });
    this.#ended({ what: 'a marked item that one may not read any more', called: 'itemId', id: itemId, table: 'item', gone: ['A threat at the door'], onlyFor: [officer] });
  }

  async #conflict(): Promise<void> {
    const { author, second } = this.people;
    const params = { caseId: (await nominated(this.#as(author))).caseId };
    const subjectId = (await this.#as(author).call(readCase, { params })).body.people[0]?.subjectId ?? '';
    await this.#as(second).call(protections.declareConflict, { params, body: { subjectIds: [subjectId] } });
    const conflictId = (await this.#as(second).call(protections.myConflicts, {})).body.items[0]?.id ?? '';
    await this.#as(second).call(protections.withdrawConflict, { params: { conflictId }, body: { version: 1, why: 'Another of that name' } });
    this.#ended({ what: 'a conflict of interest that was withdrawn', called: 'conflictId', id: conflictId, table: 'related_subject', reachedBy: params });
  }

  async #emergency(): Promise<void> {
    const helper = this.#as(this.people.helper);
    const { reference } = (await this.#as(this.people.author).call(readCase, { params: this.#params })).body;
    const accessId = (await helper.call(caseEmergencies.open, { body: { reference, name: 'Jordan Kestrel', dateOfBirth: '2012-03-04', threat: 'Life', categories: ['identity', 'behaviour'] } })).body.id ?? '';
    await helper.call(caseEmergencies.end, { params: { accessId }, body: { version: 1 } });
    await this.#as(this.people.second).call(caseEmergencies.review, { params: { accessId }, body: { version: 2, outcome: 'justified', note: 'It was' } });
    this.#ended({ what: 'an emergency access that was ended and reviewed', called: 'accessId', id: accessId, table: 'emergency_access' });
  }

  async #meeting(): Promise<void> {
    const author = this.#as(this.people.author);
    const { police, council } = this.world.agencies;
    const params = { meetingId: (await author.call(planMeeting, { body: { forumCode: 'youth-jag', at: new Date(Date.now() + 86_400_000 * 40).toISOString(), place: 'Council offices' } })).body.id };
    const { id: entryId } = (await author.call(putOnAgenda, { params, body: { caseId: this.caseId, kind: 'review' } })).body;
    await author.call(openMeeting, { params, body: { version: 1, statementRead: true, attendance: [{ agencyId: council, present: true, agreed: true }] } });
    await author.call(recordDecision, { params: { ...params, entryId }, body: { version: 1, discussion: '', decision: 'A visit' } });
    const { id: actionId } = (await author.call(giveAction, { params: this.#params, body: { what: 'Visit', agencyId: police, userId: null, due: '2099-02-01', kind: 'prevention', meetingId: params.meetingId } })).body;
    await this.#as(this.people.officer).call(moveAction, { params: { actionId }, body: { version: 1, move: { to: 'accepted' } } });
    await this.#as(this.people.officer).call(moveAction, { params: { actionId }, body: { version: 2, move: { to: 'done', result: 'They were in' } } });
    await author.call(endMeeting, { params, body: { version: (await author.call(readMeeting, { params })).body.version } });
    this.#ended({ what: 'a meeting that was ended', called: 'meetingId', id: params.meetingId, table: 'meeting', takenBy: ['POST /cases/{caseId}/actions'] });
    this.#ended({ what: 'what an ended meeting decided', called: 'entryId', id: entryId, table: 'agenda_entry', reachedBy: params });
    this.#ended({ what: 'an action that was done', called: 'actionId', id: actionId, table: 'action' });
  }

  async #knownTo(): Promise<void> {
    const { second, officer } = this.people;
    const { police } = this.world.agencies;
    await this.#as(officer).call(askKnownTo, { params: this.#params, body: { subjectId: this.subjectId, why: 'To plan a visit' } });
    const wordId = await this.#first('select id from known_to_word');
    await this.#as(second).call(knownTo.decide, { params: { wordId }, body: { version: 1, decision: 'no-contact', note: 'Nothing to add' } });
    const governor = await this.#member(police, ['information-governance']);
    this.users.push(governor);
    const askId = (await this.#as(governor).call(listKnownToAsks, { query: {} })).body.items[0]?.id ?? '';
    await this.#as(governor).call(reviewKnownToAsk, { params: { askId }, body: { version: 1, outcome: 'justified', note: 'It was' } });
    this.#ended({ what: 'word of somebody asked about that was decided', called: 'wordId', id: wordId, table: 'known_to_word' });
    this.#ended({ what: 'an ask that was reviewed', called: 'askId', id: askId, table: 'known_to_ask' });
  }

  async #cases(): Promise<void> {
    const { author, second } = this.people;
    const { caseId } = await nominated(this.#as(author));
    await move(this.#as(author), caseId, { to: 'screening', duplicatesChecked: true, activityElsewhere: '' });
    await move(this.#as(author), caseId, { to: 'declined', reason: 'Moved away' });
    const subjectId = (await this.#as(author).call(readCase, { params: { caseId } })).body.people[0]?.subjectId ?? '';
    const { id: erasureId } = (await this.#as(author).call(erasures.ask, { params: { caseId }, body: { subjectId, ground: 'objection', reference: 'SAR/12' } })).body;
    await this.#as(second).call(erasures.decide, { params: { erasureId }, body: { version: 1, decision: 'hold', hold: 'legal-claims' } });
    this.#ended({ what: 'a case that was declined', called: 'caseId', id: caseId, table: '"case"', reachedBy: { subjectId }, except: PROTECTING });
    this.#ended({ what: 'an erasing that was refused', called: 'erasureId', id: erasureId, table: 'erasure' });
  }

  /** What the registry says has ended: a membership, an agency, a service, an agreement. */
  async #configuration(): Promise<void> {
    const { world } = this;
    const leaver = await this.#member(world.agencies.council, ['practitioner']);
    this.#leaver = leaver;
    const { membershipId, userId, agencyId, roles } = leaver;
    await world.send(MembershipChanged, { aggregateId: membershipId, version: 2, payload: { membershipId, userId, agencyId, roles, active: false, trainingValidTo: null } });
    const leftAgency = newId();
    const place = newId();
    await world.send(AgencyChanged, { aggregateId: place, payload: { agencyId: leftAgency, name: 'Left', kind: 'council', parentId: null, emergencyAccess: true, active: false } });
    const serviceId = newId();
    await world.send(DirectoryServiceChanged, { aggregateId: serviceId, payload: {
      name: 'No more', providerAgencyId: world.agencies.outreach, kind: 'youth-outreach', purpose: 'youth-diversion', description: '', minimumAge: 10, maximumAge: 17, acknowledgeHours: 24, firstContactHours: 72, signpost: null, active: false,
    } });
    const [clientId, secret] = [newId(), 'a-secret-of-the-test'];
    const secretHash = createHash('sha256').update(secret).digest('hex');
    await world.send(DecisionClientChanged, { aggregateId: clientId, payload: { secretHash, active: true } });
    await world.send(DecisionClientChanged, { aggregateId: clientId, version: 2, payload: { secretHash, active: false } });
    this.client = `Basic ${Buffer.from(`${world.partnershipId}.${clientId}:${secret}`).toString('base64')}`;
    const agreementId = newId();
    await world.send(AgreementChanged, { aggregateId: agreementId, payload: { ...agreementOf(world.agencies), status: 'ended' } });
    await this.#first('select id from membership_projection where id = $1 and not active', [membershipId]);
    await this.#first('select id from decision_client where id = $1 and not active', [clientId]);
    await this.#first('select id from agency_projection where agency_id = $1', [leftAgency]);
    await this.#first('select id from directory_service where id = $1', [serviceId]);
    await this.#first('select id from agreement_projection where id = $1', [agreementId]);
    this.#ended({ what: 'somebody whose membership has ended', called: 'userId', id: userId, table: 'membership_projection', ofPartnership: true, except: LEAVERS });
    this.#ended({ what: 'an agency that left', called: 'agencyId', id: leftAgency, table: 'agency_projection', ofPartnership: true });
    this.#ended({ what: 'a service that is offered no more', called: 'serviceId', id: serviceId, table: 'directory_service', ofPartnership: true });
    this.#ended({ what: 'an agreement that has ended', called: 'agreementId', id: agreementId, table: 'agreement_projection', ofPartnership: true, takenBy: ['POST /sharing/agreements/{agreementId}/what-if'] });
  }
}
