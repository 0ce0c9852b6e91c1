import { ReferralNotice } from '@concordat/contracts-referrals';
import type { EventOf, Role } from '@concordat/contracts-protocol';
import { Outbox } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Sharing } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import type { Referral } from '../referrals/referral.entity.js';

export type NoticeKind = EventOf<typeof ReferralNotice>['payload']['kind'];

/** Tells the service's own people that a referral needs them: only those who may see it, and never the one who did it. */
@Injectable()
export class ReferralNotices {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly sharing: Sharing,
  ) {}

  /** @param audience people, or those who hold one of these roles in the agency that provides the service */
  async raise(kind: NoticeKind, referral: Referral, audience: { userIds: readonly string[] } | { roles: readonly Role[] }): Promise<void> {
    await this.database.em.flush();
    const { partnershipId, ownerAgencyId, id } = referral;
    const members = await this.database.em.execute<{ user_id: string; membership_id: string; roles: string[] }[]>(
      'select user_id, id as membership_id, roles from membership_projection where partnership_id = ? and agency_id = ? and active',
      [partnershipId, ownerAgencyId],
    );
    const userIds = new Set<string>();
    for (const member of members) {
      const meant = 'userIds' in audience ? audience.userIds.includes(member.user_id) : audience.roles.some((role) => member.roles.includes(role));
      if (meant && member.user_id !== this.database.scope.userId && (await this.#maySee(referral, member))) userIds.add(member.user_id);
    }
    if (userIds.size > 0) await this.outbox.publish(ReferralNotice, { aggregateId: id, payload: { kind, referralId: id, userIds: [...userIds].sort() } });
  }

  async #maySee({ partnershipId, ownerAgencyId, id }: Referral, member: { user_id: string; membership_id: string }): Promise<boolean> {
    const at = this.database.clock.now();
    return this.sharing.shows(
      { partnershipId, userId: member.user_id, membershipId: member.membership_id, agencyId: ownerAgencyId, action: 'read', at },
      { caseId: id },
    );
  }
}
