import { defineEntity, p } from '@mikro-orm/core';
import type { Role } from '@concordat/contracts-protocol';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';

/** What became of somebody's roles: written once, for the information governance lead of the agency. */
export class RoleChange extends PartnershipRow {
  declare membershipId: string;
  declare agencyId: string;
  declare userId: string;
  declare beforeRoles: Role[];
  declare afterRoles: Role[];
  declare byUserId: string | null;
}

export const RoleChangeSchema = defineEntity({
  class: RoleChange,
  tableName: 'role_change',
  properties: {
    ...partnershipRow,
    membershipId: p.uuid(),
    agencyId: p.uuid(),
    userId: p.uuid(),
    beforeRoles: p.array<Role>(),
    afterRoles: p.array<Role>(),
    byUserId: p.uuid().nullable(),
  },
});
