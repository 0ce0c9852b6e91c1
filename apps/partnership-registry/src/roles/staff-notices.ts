import { StaffNotice, type STAFF_NOTICES } from '@concordat/contracts-partnership-registry';
import type { Role } from '@concordat/contracts-protocol';
import { Outbox } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { Membership } from '../memberships/membership.entity.js';

/** Tells those who look after an agency's staff. */
@Injectable()
export class StaffNotices {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /** People of the agency who hold one of the roles now. */
  async colleagues(partnershipId: string, agencyId: string, roles: readonly Role[]): Promise<string[]> {
    const those = await this.database.rows(Membership).find({ partnershipId, agencyId, active: true });
    return those.filter((membership) => membership.roles.some((role) => roles.includes(role))).map(({ userId }) => userId);
  }

  async tell(kind: (typeof STAFF_NOTICES)[number], aboutId: string, userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return;
    await this.outbox.publish(StaffNotice, { aggregateId: aboutId, payload: { kind, userIds: [...new Set(userIds)] } });
  }
}
