import { ReferralNotice, ReferralNoticesWithdrawn } from '@concordat/contracts-referrals';
import { Outbox } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Barring, Gate, type Barred } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';

/** Takes back what people were told of referrals from which they are kept now. */
@Injectable()
export class ReferralBarring extends Barring {
  constructor(
    database: Database,
    private readonly outbox: Outbox,
    private readonly gate: Gate,
  ) {
    super(database);
  }

  override async barred({ caseIds, userIds }: Barred): Promise<void> {
    if (caseIds.length === 0 || userIds.length === 0) return;
    await this.outbox.publish(ReferralNoticesWithdrawn, { aggregateId: v7(), payload: { referralIds: [...caseIds], userIds: [...userIds] } });
  }

  override async nearMatchFound(partnershipId: string, referralId: string): Promise<void> {
    const passage = await this.gate.toKeepers({ way: 'notice', partnershipId, caseId: referralId });
    await this.gate.publish(passage, ReferralNotice, { aggregateId: referralId, payload: { kind: 'register-near-match', referralId, userIds: [...passage.to] } });
  }
}
