import type { EventOf } from '@concordat/contracts-protocol';
import { ReferralChanged, ReferralTurnedBack } from '@concordat/contracts-referrals';
import { PermanentFailure } from '@concordat/platform-errors';
import { Consumes } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { Case } from '../cases/case.entity.js';
import { CaseNotices } from '../notices/case-notices.js';
import { Timeline } from '../timeline/timeline.js';
import { CaseReferral, CaseReferralStep } from './case-referral.entity.js';

/** Hears where referrals from cases stand, and tells it on the case's timeline without what is in them. */
@Controller()
export class ReferralProgress {
  constructor(
    private readonly database: Database,
    private readonly timeline: Timeline,
    private readonly notices: CaseNotices,
  ) {}

  @Consumes(ReferralChanged)
  async changed({ aggregateId, partnershipId, payload }: EventOf<typeof ReferralChanged>): Promise<void> {
    if (partnershipId === null) throw new PermanentFailure('A referral belongs to a partnership, and the event names none');
    if (payload.caseId === null) return;
    const rows = this.database.rows(CaseReferral);
    const referral = await rows.findOne({ partnershipId, id: aggregateId, caseId: payload.caseId });
    if (!referral) throw new PermanentFailure('The referral was not made from this case');
    const firstContactAt = payload.firstContactAt === null ? null : new Date(payload.firstContactAt);
    if (referral.state === payload.state) {
      // The referrer is told of states alone: a contact within one is the service's own.
      if (referral.firstContactAt?.getTime() !== firstContactAt?.getTime()) await rows.change(referral, referral.version, { firstContactAt });
      return;
    }
    await rows.change(referral, referral.version, { state: payload.state, firstContactAt });
    const at = new Date(payload.since);
    this.database.rows(CaseReferralStep).insert({ partnershipId, referralId: referral.id, state: payload.state, at });
    this.timeline.record({
      caseId: referral.caseId, kind: 'referral-progressed', facts: { serviceId: referral.serviceId, referralId: referral.id, state: payload.state }, ownerOnly: true, at,
    });
    const found = await this.database.rows(Case).get({ partnershipId, id: referral.caseId });
    await this.notices.raise('referral-progressed', found, { userIds: [referral.byUserId] });
  }

  /** What it rested on had ended when it arrived: whoever made it decides what to do. */
  @Consumes(ReferralTurnedBack)
  async turnedBack({ aggregateId, partnershipId, payload }: EventOf<typeof ReferralTurnedBack>): Promise<void> {
    if (partnershipId === null) throw new PermanentFailure('A referral belongs to a partnership, and the event names none');
    const rows = this.database.rows(CaseReferral);
    const referral = await rows.findOne({ partnershipId, id: aggregateId, caseId: payload.caseId });
    if (!referral) throw new PermanentFailure('The referral was not made from this case');
    await rows.change(referral, referral.version, { state: 'turned-back' });
    const at = new Date(payload.at);
    this.database.rows(CaseReferralStep).insert({ partnershipId, referralId: referral.id, state: 'turned-back', at });
    this.timeline.record({ caseId: referral.caseId, kind: 'referral-turned-back', facts: { serviceId: referral.serviceId, referralId: referral.id }, ownerOnly: true, at });
    await this.notices.raise('referral-turned-back', { id: referral.caseId, partnershipId }, { userIds: [referral.byUserId] });
  }
}
