import type { ContactMeans } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { InvalidInputError, NotAllowedError, RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Gate, Items } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { ENDED } from '../referrals/referral-list.js';
import { Referral } from '../referrals/referral.entity.js';
import { ReferralRecords } from '../referrals/referral-records.js';
import { moversOf } from '../referrals/standing.js';
import { Contact } from './contact.entity.js';

export interface NewContact {
  at: Date;
  means: ContactMeans;
  reached: boolean;
  note: string;
  /** That the plan for safe contact was read for this very contact. */
  safeContactChecked: boolean;
  /** That the person made it, at a time and in a way of their own. */
  byPerson: boolean;
  /** Why it was made though the plan does not call it safe; '' where it does. */
  whyAgainstPlan: string;
}

/** Contacts with people who were referred, and attempts. */
@Injectable()
export class Contacts {
  constructor(
    private readonly database: Database,
    private readonly records: ReferralRecords,
    private readonly items: Items,
    private readonly gate: Gate,
    private readonly audit: Audit,
  ) {}

  /** @throws RuleError `not-allocated`, `referral-ended`, `safe-contact-unread`, `means-not-safe`, `time-not-safe`; InvalidInputError for a time to come, or before the referral */
  async record(referral: Referral, { at, means, reached, note, safeContactChecked, byPerson, whyAgainstPlan }: NewContact): Promise<Contact> {
    this.#refuse(referral, at);
    const { partnershipId, id: caseId } = referral;
    const { userId } = caller();
    const subjectId = await this.records.personId(referral);
    await this.gate.toPerson({ way: 'contact', partnershipId, caseId }, subjectId, safeContactChecked, byPerson || whyAgainstPlan !== '' ? undefined : { means, at });
    const lines = [byPerson ? 'The person made contact.' : '', note, whyAgainstPlan === '' ? '' : `Made against the plan for safe contact: ${whyAgainstPlan}`];
    const item = await this.items.add({
      caseId, subjectId, ownerAgencyId: referral.ownerAgencyId, category: 'professional-opinion', fields: { note: lines.filter((line) => line !== '').join('\n') },
    });
    const contact = this.database.rows(Contact).insert({ partnershipId, caseId, at, means, reached, byUserId: userId, noteItemId: item.id });
    await this.audit.record({ action: 'created', kind: 'contact', ids: [contact.id] });
    if (reached && (referral.firstContactAt === null || at < referral.firstContactAt)) {
      await this.database.rows(Referral).change(referral, referral.version, { firstContactAt: at });
      await this.records.publish(referral);
    }
    return contact;
  }

  #refuse(referral: Referral, at: Date): void {
    const movers = moversOf(referral);
    if (ENDED.includes(referral.state)) throw new RuleError('referral-ended', 'The referral has ended. Nobody should be contacted about it.');
    if (referral.workerUserId === null) throw new RuleError('not-allocated', 'Allocate the referral to a worker first.');
    if (!movers.has('worker') && !movers.has('manager')) throw new NotAllowedError('Only the referral’s worker or a manager of the service can record a contact.');
    if (at > this.database.clock.now()) throw new InvalidInputError([{ path: 'body.at', message: 'The time of the contact must be in the past' }]);
    // People write down the minute: a contact in the minute of the referral is after it.
    if (at.getTime() < startOfMinute(referral.requestedAt)) throw new InvalidInputError([{ path: 'body.at', message: 'The contact must be after the referral was made' }]);
  }
}

const startOfMinute = (at: Date): number => Math.floor(at.getTime() / 60_000) * 60_000;
