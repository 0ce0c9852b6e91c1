import { NOMINATION_STEPS, type NominationAnswers, type submitNomination } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { RuleError } from '@concordat/platform-errors';
import { Database, newReference, Sealer } from '@concordat/platform-persistence';
import { ageAt, CircleEntry, Consents, instantOf, Items } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { Case, CaseSubject } from '../cases/case.entity.js';
import { CaseRecords } from '../cases/case-records.js';
import { Forum } from '../forums/forum.entity.js';
import { CaseNotices } from '../notices/case-notices.js';
import { People } from '../people/people.js';
import { PeopleSearch } from '../people/people-search.js';
import { Timeline } from '../timeline/timeline.js';
import { itemsOfNomination, type CompleteAnswers, type NominationItem } from './items-of-nomination.js';
import { answersPlace, NominationDraft } from './nomination-draft.entity.js';
import { NominationDrafts } from './nomination-drafts.js';

/** Turns a finished draft into a case of its forum. */
@Injectable()
export class NominationSubmission {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly drafts: NominationDrafts,
    private readonly people: People,
    private readonly search: PeopleSearch,
    private readonly records: CaseRecords,
    private readonly items: Items,
    private readonly consents: Consents,
    private readonly timeline: Timeline,
    private readonly notices: CaseNotices,
    private readonly audit: Audit,
  ) {}

  /**
   * Sent twice, it is one case: the second answer is the first.
   *
   * @throws RuleError `nomination-incomplete` with the steps that are missing, `outside-ages`, `person-unknown`
   * @throws StaleVersionError when the draft was changed since it was checked
   */
  async submit(draft: NominationDraft, seenVersion: number): Promise<OutputOf<typeof submitNomination>> {
    if (draft.submittedCaseId !== null) return this.#sent(draft.submittedCaseId);
    const answers = await this.#complete(draft);
    const { partnershipId, userId, agencyId } = caller();
    const forum = await this.database.rows(Forum).get({ partnershipId, code: draft.forumCode });
    this.#refuseOutsideAges(forum, answers.person.dateOfBirth);

    const subjectId = await this.#subject(answers.person);
    const now = this.database.clock.now();
    const { sharing } = answers;
    const found = this.database.rows(Case).insert({
      id: v7(),
      partnershipId,
      reference: newReference(forum.referencePrefix),
      forumCode: forum.code,
      purpose: forum.purpose,
      state: 'nominated',
      since: now,
      ownerAgencyId: forum.ownerAgencyId,
      nominatingAgencyId: agencyId,
      nominatedBy: userId,
      nominatedAt: now,
      basis: sharing.basis,
      gateway: sharing.basis === 'gateway' ? sharing.gateway : null,
    });
    await this.database.em.flush();
    this.database.rows(CaseSubject).insert({ partnershipId, caseId: found.id, subjectId });
    if (agencyId !== forum.ownerAgencyId) {
      this.database.rows(CircleEntry).insert({ partnershipId, caseId: found.id, agencyId, fromAt: now, toAt: null, userIds: null });
    }
    await this.database.em.flush();

    const items = itemsOfNomination(answers);
    for (const item of items) await this.items.add({ caseId: found.id, subjectId, ownerAgencyId: agencyId, ...item });
    if (sharing.basis === 'consent') await this.#keepConsent(sharing, forum, found, subjectId, items);
    await this.records.enterState(found, 'nominated', userId);
    await this.records.publish(found);
    this.timeline.record({ caseId: found.id, kind: 'nominated' });
    await this.audit.record({ action: 'created', kind: 'case', ids: [found.id], subjectId });
    await this.notices.raise('nomination-received', found, { agencyIds: [forum.ownerAgencyId], roles: ['coordinator'] });
    await this.#close(draft, seenVersion, found.id);
    return { caseId: found.id, reference: found.reference };
  }

  async #complete(draft: NominationDraft): Promise<CompleteAnswers> {
    const answers = await this.drafts.answersOf(draft);
    const missing = await this.drafts.missingOf(draft, answers);
    if (missing.length === 0 && isComplete(answers)) return answers;
    const unsought = missing.includes('person') && answers.person !== undefined;
    throw new RuleError(
      'nomination-incomplete',
      unsought ? 'Look first whether the person, as you have now written them, is known already.' : 'Answer every section before you send the nomination.',
      { missing },
    );
  }

  async #sent(caseId: string): Promise<OutputOf<typeof submitNomination>> {
    const { reference } = await this.database.rows(Case).get({ partnershipId: caller().partnershipId, id: caseId });
    return { caseId, reference };
  }

  /** What was typed now stands in the case; the draft keeps only where it went. */
  async #close(draft: NominationDraft, seenVersion: number, submittedCaseId: string): Promise<void> {
    const answers = await this.sealer.seal(draft.id, answersPlace(draft.id), {});
    await this.database.rows(NominationDraft).change(draft, seenVersion, { submittedCaseId, answers });
  }

  async #subject(person: CompleteAnswers['person']): Promise<string> {
    if (person.subjectId === null) return this.people.make(caller().partnershipId, person.dateOfBirth);
    if (!(await this.search.maySee(person.subjectId))) throw new RuleError('person-unknown', 'Search for the person again: the one you chose is no longer there.');
    return person.subjectId;
  }

  #refuseOutsideAges(forum: Forum, dateOfBirth: string): void {
    const age = ageAt(dateOfBirth, instantOf(this.database.clock.now()));
    const tooYoung = forum.minimumAge !== null && age < forum.minimumAge;
    const tooOld = forum.maximumAge !== null && age > forum.maximumAge;
    if (!tooYoung && !tooOld) return;
    throw new RuleError('outside-ages', `${forum.name} takes people aged ${String(forum.minimumAge ?? 0)} to ${String(forum.maximumAge ?? 'any age')}. Check the date of birth, or nominate to another forum.`);
  }

  async #keepConsent(sharing: Extract<CompleteAnswers['sharing'], { basis: 'consent' }>, forum: Forum, found: Case, subjectId: string, items: readonly NominationItem[]): Promise<void> {
    const { agencyId } = caller();
    const recipientAgencyIds = [...new Set([forum.ownerAgencyId, ...forum.coreAgencyIds])].filter((id) => id !== agencyId);
    if (recipientAgencyIds.length === 0) return;
    const { givenBy, givenByName, givenOn, competent, explained } = sharing;
    const { partnershipId, id, reference, purpose, ownerAgencyId } = found;
    await this.consents.record({ partnershipId, id, reference, purpose, ownerAgencyId, owner: ownerAgencyId === agencyId, frame: true }, {
      subjectId, givenBy, explained, recipientAgencyIds,
      decision: 'given',
      giver: givenBy === 'subject' ? null : { name: givenByName, relationship: 'other' },
      competence: givenBy === 'subject' && competent ? { assessor: 'The person who sent the nomination', on: givenOn, reasons: explained } : null,
      categories: [...new Set(items.map((item) => item.category))],
      decidedOn: givenOn,
      evidence: 'other',
      evidenceNote: 'Recorded with the nomination',
      lastDay: null,
    });
  }
}

const isComplete = (answers: NominationAnswers): answers is CompleteAnswers => NOMINATION_STEPS.every((step) => answers[step] !== undefined);
