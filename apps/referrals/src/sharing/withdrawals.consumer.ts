import { ConsentWithdrawn } from '@concordat/contracts-jag-cases';
import type { EventOf } from '@concordat/contracts-protocol';
import { PermanentFailure } from '@concordat/platform-errors';
import { Consumes } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { WithdrawalTasks } from '@concordat/sharing';
import { Controller } from '@nestjs/common';
import { TurnedBack } from '../receiving/turned-back.entity.js';
import { Referral } from '../referrals/referral.entity.js';
import { ReferralRecords } from '../referrals/referral-records.js';

/** Somebody withdrew consent on the case that referrals came from: the agencies that were sent them have to stop using, delete or return what came with them. */
@Controller()
export class Withdrawals {
  constructor(
    private readonly database: Database,
    private readonly records: ReferralRecords,
    private readonly tasks: WithdrawalTasks,
  ) {}

  @Consumes(ConsentWithdrawn)
  async withdrawn({ partnershipId, payload }: EventOf<typeof ConsentWithdrawn>): Promise<void> {
    if (partnershipId === null) throw new PermanentFailure('Consent belongs to a partnership, and the event names none');
    const { caseId, referralIds, restingIds, recipientAgencyIds, categories } = payload;
    const referrals = await this.database.rows(Referral).find({ partnershipId, id: { $in: referralIds }, fromCaseId: caseId });
    // A referral may be on its way: tried again.
    const turnedBack = await this.database.rows(TurnedBack).count({ partnershipId, id: { $in: referralIds } });
    if (referrals.length + turnedBack < referralIds.length) throw new Error('A referral of the case is not known here yet');
    for (const referral of referrals) {
      if (!recipientAgencyIds.includes(referral.ownerAgencyId) && !restingIds.includes(referral.id)) continue;
      const subjectId = await this.records.personId(referral);
      await this.tasks.leave(referral, { subjectId, consentId: null, cause: 'withdrawn-elsewhere', agencyIds: [referral.ownerAgencyId], categories });
    }
  }
}
