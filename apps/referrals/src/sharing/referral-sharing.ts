import { ReferralNotice } from '@concordat/contracts-referrals';
import { Gate, SharingHost, type SharingWord } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';

/** What referrals does when something is done about sharing on one. It shares with no further service, and keeps no timeline: the audit and the records tell. */
@Injectable()
export class ReferralSharing extends SharingHost {
  constructor(private readonly gate: Gate) {
    super();
  }

  override async notify({ kind, recordId, passage }: SharingWord): Promise<void> {
    const referralId = passage.leaving.caseId;
    await this.gate.publish(passage, ReferralNotice, { aggregateId: referralId, payload: { kind, referralId, recordId, userIds: [...passage.to] } });
  }

  override keep(): void {
    return;
  }

  override withdrawn(): Promise<void> {
    return Promise.resolve();
  }
}
