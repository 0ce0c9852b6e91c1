import { AgreementNotice, type AGREEMENT_NOTICES } from '@concordat/contracts-partnership-registry';
import type { Role } from '@concordat/contracts-protocol';
import { Outbox } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { Membership } from '../../memberships/membership.entity.js';
import type { Agreement } from '../agreement.entity.js';

const keeps = (roles: readonly Role[], role: Role): boolean => roles.includes(role);

/** Tells those who look after an agreement: the administrators, and information governance of the agencies that are to sign it. */
@Injectable()
export class AgreementNotices {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /** @returns whether there was anybody to tell */
  async tell({ partnershipId, id, parties }: Agreement, kind: (typeof AGREEMENT_NOTICES)[number]): Promise<boolean> {
    const agencies = new Set(parties.map(({ agencyId }) => agencyId));
    const members = await this.database.rows(Membership).find({ partnershipId, active: true, roles: { $overlap: ['administrator', 'information-governance'] } });
    const those = members.filter(({ roles, agencyId }) => keeps(roles, 'administrator') || (keeps(roles, 'information-governance') && agencies.has(agencyId)));
    const userIds = [...new Set(those.map(({ userId }) => userId))];
    if (userIds.length > 0) await this.outbox.publish(AgreementNotice, { aggregateId: id, payload: { kind, userIds } });
    return userIds.length > 0;
  }
}
