import { CaseNotice, ConsentWithdrawn } from '@concordat/contracts-jag-cases';
import { Outbox } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Gate, SharingHost, type SharingHappening, type SharingWord, type Withdrawal } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { CaseReferral } from '../referrals/case-referral.entity.js';
import { Timeline } from '../timeline/timeline.js';

/** What casework does when something is done about sharing on a case: notices, the timeline of the case's owner, and word to the services that were sent a referral. */
@Injectable()
export class CaseSharing extends SharingHost {
  constructor(
    private readonly database: Database,
    private readonly timeline: Timeline,
    private readonly outbox: Outbox,
    private readonly gate: Gate,
  ) {
    super();
  }

  override async notify({ kind, recordId, passage }: SharingWord): Promise<void> {
    const { caseId } = passage.leaving;
    await this.gate.publish(passage, CaseNotice, { aggregateId: caseId, payload: { kind, caseId, recordId, userIds: [...passage.to] } });
  }

  override keep({ caseId, kind, facts }: SharingHappening): void {
    this.timeline.record({ caseId, kind, facts, ownerOnly: true });
  }

  override async withdrawn({ caseId, consentId, subjectId, recipientAgencyIds, categories, at }: Withdrawal): Promise<void> {
    const { partnershipId } = this.database.scope;
    if (partnershipId === null) throw new Error('Consent is of a case of a partnership');
    const referrals = await this.database.rows(CaseReferral).find({ partnershipId, caseId, subjectId, state: { $ne: 'turned-back' } });
    if (referrals.length === 0) return;
    await this.outbox.publish(ConsentWithdrawn, {
      aggregateId: consentId,
      payload: {
        caseId,
        referralIds: referrals.map(({ id }) => id),
        restingIds: referrals.filter(({ consentIds }) => consentIds.includes(consentId)).map(({ id }) => id),
        recipientAgencyIds: [...recipientAgencyIds], categories: [...categories], withdrawnAt: at.toISOString(),
      },
    });
  }
}
