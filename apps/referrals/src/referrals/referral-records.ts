import { ReferralChanged } from '@concordat/contracts-referrals';
import { Outbox } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { Referral, ReferralStateEntry, ReferralSubject } from './referral.entity.js';

/** Writes referrals: a state with its place in history, and the event that tells of it. */
@Injectable()
export class ReferralRecords {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async personId({ partnershipId, id }: Pick<Referral, 'partnershipId' | 'id'>): Promise<string> {
    return (await this.database.rows(ReferralSubject).get({ partnershipId, caseId: id })).subjectId;
  }

  /** Begins the state that the referral is in now, and ends the one before. */
  async enterState({ partnershipId, id: caseId, state, since }: Referral, byUserId: string | null, reasonItemId: string | null): Promise<void> {
    const rows = this.database.rows(ReferralStateEntry);
    const before = await rows.findOne({ partnershipId, caseId, toAt: null });
    if (before) await rows.change(before, before.version, { toAt: since });
    rows.insert({ partnershipId, caseId, state, fromAt: since, byUserId, reasonItemId });
  }

  /** Tells the case that it came from, and figures, how the referral stands. */
  async publish(referral: Referral): Promise<void> {
    await this.database.em.flush();
    const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
    await this.outbox.publish(ReferralChanged, {
      aggregateId: referral.id,
      version: referral.version,
      payload: {
        caseId: referral.fromCaseId,
        serviceId: referral.serviceId,
        personId: await this.personId(referral),
        state: referral.state,
        since: referral.since.toISOString(),
        requestedAt: referral.requestedAt.toISOString(),
        receivedAt: referral.receivedAt.toISOString(),
        firstContactAt: iso(referral.firstContactAt),
        closedAt: iso(referral.closedAt),
        outcome: referral.outcomeCode,
        outcomeAchieved: referral.outcomeAchieved,
      },
    });
  }
}
