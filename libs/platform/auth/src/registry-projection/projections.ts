import type { Role } from '@concordat/contracts-protocol';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** A partnership, as partnership-registry told of it. The id is the registry's. Readable without a scope: timed work goes through them all. */
export class PartnershipProjection {
  declare id: string;
  declare version: number;
  declare name: string;
  declare districts: string[];
  declare active: boolean;
}

export const PartnershipProjectionSchema = defineEntity({
  class: PartnershipProjection,
  tableName: 'partnership_projection',
  properties: {
    id: p.uuid().primary(),
    version: p.integer(),
    name: p.string(),
    districts: p.json<string[]>(),
    active: p.boolean(),
  },
});

/** An agency's place in a partnership. The id is the place's in the registry; records name the agency by `agencyId`. */
export class AgencyProjection extends PartnershipRow {
  declare agencyId: string;
  declare name: string;
  declare kind: string;
  declare parentId: string | null;
  declare emergencyAccess: boolean;
  declare healthOrSocialCare: boolean;
  declare active: boolean;
}

export const AgencyProjectionSchema = defineEntity({
  class: AgencyProjection,
  tableName: 'agency_projection',
  properties: {
    ...partnershipRow,
    agencyId: p.uuid(),
    name: p.string(),
    kind: p.string(),
    parentId: p.uuid().nullable(),
    emergencyAccess: p.boolean(),
    healthOrSocialCare: p.boolean(),
    active: p.boolean(),
  },
});

/** A person's place in an agency of a partnership: what decides access. The id is the membership's in the registry. No name. */
export class MembershipProjection extends PartnershipRow {
  declare userId: string;
  declare agencyId: string;
  declare roles: Role[];
  declare active: boolean;
  /** First date (Europe/London) on which the training no longer holds, or null. */
  declare trainingValidTo: string | null;
}

export const MembershipProjectionSchema = defineEntity({
  class: MembershipProjection,
  tableName: 'membership_projection',
  properties: {
    ...partnershipRow,
    userId: p.uuid(),
    agencyId: p.uuid(),
    roles: p.json<Role[]>(),
    active: p.boolean(),
    trainingValidTo: p.date().nullable(),
  },
});

/** For `PersistenceModule.forRoot({ entities })`. */
export const projectionEntities = [PartnershipProjectionSchema, AgencyProjectionSchema, MembershipProjectionSchema];
