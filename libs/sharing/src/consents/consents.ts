import type { NewConsent } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { RuleError } from '@concordat/platform-errors';
import { Database, Sealer } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { uuids } from '../items/item-reading.js';
import { giverFault } from '../policy/consent.js';
import { dateAt, instantOf, startOfDay } from '../policy/time.js';
import { AgenciesOfPartnership } from '../records/agencies-of-partnership.js';
import { SharingHost } from '../records/host.js';
import type { SeenCase } from '../records/case-sight.js';
import { hasCome, SubjectsOfCases, type SubjectAges } from '../records/subject-of-case.js';
import { ConsentRecord } from '../tables/entities.js';
import { refuseContradictions, refuseGiver } from './consent-checks.js';
import { ConsentStatement, statementPlace, type WithdrawalContent } from './consent-statement.entity.js';
import type { KnownConsent } from './consent-views.js';
import { Relations, sameName } from './relations.js';
import type { SubjectRelation } from './relation.entity.js';
import { WithdrawalTasks } from './withdrawal-tasks.js';

/** The case on which something is recorded. */
export type ConsentCase = Pick<SeenCase, 'id' | 'partnershipId' | 'purpose' | 'ownerAgencyId' | 'owner'>;

/** Records what was decided about sharing: given, refused, withdrawn. */
@Injectable()
export class Consents {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly agencies: AgenciesOfPartnership,
    private readonly subjects: SubjectsOfCases,
    private readonly relations: Relations,
    private readonly tasks: WithdrawalTasks,
    private readonly host: SharingHost,
    private readonly audit: Audit,
  ) {}

  /**
   * @throws InvalidInputError for what contradicts itself, an unknown agency, or somebody whom the case is not about
   * @throws RuleError with the fault of who could not decide; `giver-not-accepted`
   */
  async record(found: SeenCase, asked: NewConsent): Promise<ConsentRecord> {
    refuseContradictions(asked, dateAt(instantOf(this.database.clock.now())));
    const subject = await this.subjects.demand(found, asked.subjectId, { personOnly: true });
    await this.agencies.demand(asked.recipientAgencyIds, 'body.recipientAgencyIds');
    await this.#refuseWhoCouldNotDecide(found, subject, asked);
    const giver = asked.giver === null ? null : await this.#giver(found, subject.id, asked.giver);
    return this.keep(found, asked, giver);
  }

  /** Keeps what was checked. */
  async keep({ id: caseId, partnershipId, purpose }: ConsentCase, asked: NewConsent, giver: SubjectRelation | null): Promise<ConsentRecord> {
    const { userId, agencyId } = caller();
    const { subjectId, decision, givenBy, competence, lastDay } = asked;
    const consent = this.database.rows(ConsentRecord).insert({
      partnershipId, subjectId, purpose, decision, givenBy,
      recipientAgencyIds: [...new Set(asked.recipientAgencyIds)],
      categories: [...new Set(asked.categories)],
      competent: competence !== null,
      recordedAt: this.database.clock.now(),
      expiresAt: lastDay === null ? null : endOf(lastDay),
    });
    await this.database.em.flush();
    const id = v7();
    const { decidedOn, explained, evidence, evidenceNote } = asked;
    const content = await this.sealer.seal(subjectId, statementPlace(id, 'content'), { giver: asked.giver, competence, decidedOn, explained, evidence, evidenceNote });
    this.database.rows(ConsentStatement).insert({
      id, partnershipId, consentId: consent.id, caseId, subjectId, giverId: giver?.id ?? null, recordedByUserId: userId, recordedForAgencyId: agencyId, content,
    });
    await this.database.em.flush();
    this.host.keep({ caseId, kind: 'consent-recorded', facts: { consentId: consent.id, decision } });
    await this.audit.record({ action: 'created', kind: 'consent', ids: [consent.id], subjectId });
    return consent;
  }

  /**
   * From this instant nothing is open by it, and each recipient has a task.
   *
   * @throws RuleError `not-given`, `withdrawn-already`, `withdrawn-before-given`
   * @throws StaleVersionError
   */
  async withdraw(found: SeenCase, { consent, statement, decidedOn }: KnownConsent, seenVersion: number, said: WithdrawalContent): Promise<Date> {
    if (consent.decision === 'refused') throw new RuleError('not-given', 'This is a refusal: there is nothing to withdraw. Record the decision that was made now instead.');
    const now = this.database.clock.now();
    const today = dateAt(instantOf(now));
    if (said.on < (decidedOn ?? dateAt(instantOf(consent.recordedAt))) || said.on > today) {
      throw new RuleError('withdrawn-before-given', 'The day of the withdrawal must be between the day on which consent was given and today.');
    }
    if (consent.version === seenVersion && consent.withdrawnAt !== null) throw new RuleError('withdrawn-already', 'This consent has been withdrawn already.');
    await this.database.rows(ConsentRecord).change(consent, seenVersion, { withdrawnAt: now });
    if (statement) {
      const withdrawal = await this.sealer.seal(consent.subjectId, statementPlace(statement.id, 'withdrawal'), said);
      await this.database.rows(ConsentStatement).change(statement, statement.version, { withdrawal });
    }
    const { id: consentId, subjectId, recipientAgencyIds, categories } = consent;
    await this.tasks.leave(found, { subjectId, consentId, cause: 'withdrawn', agencyIds: recipientAgencyIds, categories });
    await this.host.withdrawn({ caseId: found.id, consentId, subjectId, recipientAgencyIds, categories, at: now });
    this.host.keep({ caseId: found.id, kind: 'consent-withdrawn', facts: { consentId } });
    await this.audit.record({ action: 'changed', kind: 'consent', ids: [consentId], subjectId });
    return now;
  }

  async #refuseWhoCouldNotDecide({ partnershipId, purpose }: SeenCase, subject: SubjectAges, asked: NewConsent): Promise<void> {
    const now = this.database.clock.now();
    const [child] = await this.database.em.execute<unknown[]>(
      `select 1 from consent where partnership_id = ? and subject_id = ? and purpose = ? and given_by = 'subject' and competent
          and recipient_agency_ids && ?::uuid[] and categories && ?::text[] limit 1`,
      [partnershipId, subject.id, purpose, uuids(asked.recipientAgencyIds), `{${asked.categories.join(',')}}`],
    );
    refuseGiver(
      giverFault({
        givenBy: asked.givenBy,
        competent: asked.competence !== null,
        sixteen: hasCome(subject.sixteenthBirthday, now),
        eighteen: hasCome(subject.eighteenthBirthday, now),
        childDecided: child !== undefined,
      }),
    );
  }

  /** @throws RuleError `giver-not-accepted`; why is told to the case's owner alone */
  async #giver(found: SeenCase, subjectId: string, giver: NonNullable<NewConsent['giver']>): Promise<SubjectRelation> {
    await this.relations.oneAtATime(subjectId);
    const alleged = await this.relations.alleged(found.partnershipId, subjectId);
    if (alleged.some(({ name }) => sameName(name, giver.name))) {
      throw new RuleError(
        'giver-not-accepted',
        found.owner
          ? 'This person is alleged to cause harm to the subject and cannot decide for them. Ask somebody else with parental responsibility, or share on another basis.'
          : 'A decision of this person cannot be relied on. Speak to the agency that owns the case before you go on.',
      );
    }
    const known = await this.relations.named(found.partnershipId, subjectId, giver.name);
    return known.find((one) => one.caseId === found.id) ?? this.relations.add(found, subjectId, giver);
  }
}

/** Midnight at the end of a day in Europe/London. */
function endOf(day: string): Date {
  return new Date(startOfDay(dateAfter(day)));
}

function dateAfter(day: string): string {
  const next = new Date(`${day}T12:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}
