import { ReferralNotice } from '@concordat/contracts-referrals';
import type { EventOf, Role } from '@concordat/contracts-protocol';
import { Database } from '@concordat/platform-persistence';
import { Gate } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import type { Referral } from '../referrals/referral.entity.js';

export type NoticeKind = EventOf<typeof ReferralNotice>['payload']['kind'];

/** Tells the service's own people that a referral needs them: only those whom the gate lets through. */
@Injectable()
export class ReferralNotices {
  constructor(
    private readonly database: Database,
    private readonly gate: Gate,
  ) {}

  /** @param audience people of the agency that provides the service, or those who hold one of these roles in it */
  async raise(kind: NoticeKind, referral: Referral, audience: { userIds: readonly string[] } | { roles: readonly Role[] }): Promise<void> {
    const { partnershipId, ownerAgencyId, id } = referral;
    const meant = 'roles' in audience ? { agencyIds: [ownerAgencyId], roles: audience.roles } : { userIds: await this.#ofProvider(referral, audience.userIds) };
    const passage = await this.gate.toUsers({ way: 'notice', partnershipId, caseId: id }, meant);
    await this.gate.publish(passage, ReferralNotice, { aggregateId: id, payload: { kind, referralId: id, userIds: [...passage.to] } });
  }

  async #ofProvider({ partnershipId, ownerAgencyId }: Referral, userIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.em.execute<{ user_id: string }[]>(
      'select distinct user_id from membership_projection where partnership_id = ? and agency_id = ? and user_id = any (?::uuid[]) order by 1',
      [partnershipId, ownerAgencyId, `{${userIds.join(',')}}`],
    );
    return rows.map((row) => row.user_id);
  }
}
