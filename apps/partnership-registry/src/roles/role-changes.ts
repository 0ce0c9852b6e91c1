import type { listRoleChanges } from '@concordat/contracts-partnership-registry';
import type { InputOf, Role } from '@concordat/contracts-protocol';
import { Database, type Page } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import type { Membership } from '../memberships/membership.entity.js';
import { RoleChange } from './role-change.entity.js';
import { StaffNotices } from './staff-notices.js';

/** Changes of roles, each told to the information governance lead of the agency. */
@Injectable()
export class RoleChanges {
  constructor(
    private readonly database: Database,
    private readonly notices: StaffNotices,
  ) {}

  /** In the transaction that changes them; alike before and after is no change. */
  async record({ partnershipId, id, agencyId, userId }: Membership, beforeRoles: readonly Role[], afterRoles: readonly Role[]): Promise<void> {
    if (isDeepStrictEqual([...beforeRoles].sort(), [...afterRoles].sort())) return;
    // It refers to the membership, which may be as new: first one, then the other.
    await this.database.em.flush();
    const change = this.database.rows(RoleChange).insert({
      partnershipId,
      membershipId: id,
      agencyId,
      userId,
      beforeRoles: [...beforeRoles],
      afterRoles: [...afterRoles],
      byUserId: this.database.scope.userId,
    });
    const leads = await this.notices.colleagues(partnershipId, agencyId, ['information-governance']);
    await this.notices.tell('roles-changed', change.id, leads);
  }

  async page(partnershipId: string, agencyId: string, { after, size }: InputOf<typeof listRoleChanges>['query']): Promise<Page<RoleChange>> {
    return this.database.rows(RoleChange).page({ partnershipId, agencyId }, { order: [{ id: 'desc' }], after, size });
  }
}
