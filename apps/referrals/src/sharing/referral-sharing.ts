import { ReferralNotice } from '@concordat/contracts-referrals';
import type { SharingNotice } from '@concordat/contracts-protocol';
import { Outbox } from '@concordat/platform-messaging';
import { SharingHost } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';

/** What referrals does when something is done about sharing on one. It shares with no further service, and keeps no timeline: the audit and the records tell. */
@Injectable()
export class ReferralSharing extends SharingHost {
  constructor(private readonly outbox: Outbox) {
    super();
  }

  override async notify(kind: SharingNotice, referralId: string, userIds: readonly string[]): Promise<void> {
    await this.outbox.publish(ReferralNotice, { aggregateId: referralId, payload: { kind, referralId, userIds: [...userIds] } });
  }

  override keep(): void {
    return;
  }

  override withdrawn(): Promise<void> {
    return Promise.resolve();
  }
}
