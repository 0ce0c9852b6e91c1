import { defineEntity, p } from '@mikro-orm/core';
import type { Role } from '@concordat/contracts-protocol';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';

/** A role that waits for a second person, or waited. */
export class RoleRequest extends PartnershipRow {
  declare membershipId: string;
  declare agencyId: string;
  declare userId: string;
  declare role: Role;
  declare state: 'waiting' | 'granted' | 'refused' | 'withdrawn';
  /** Null where nobody inside a partnership asked. */
  declare requestedBy: string | null;
  declare decidedBy: string | null;
}

export const RoleRequestSchema = defineEntity({
  class: RoleRequest,
  tableName: 'role_request',
  properties: {
    ...partnershipRow,
    membershipId: p.uuid(),
    agencyId: p.uuid(),
    userId: p.uuid(),
    role: p.string().$type<Role>(),
    state: p.string().$type<RoleRequest['state']>(),
    requestedBy: p.uuid().nullable(),
    decidedBy: p.uuid().nullable(),
  },
});
