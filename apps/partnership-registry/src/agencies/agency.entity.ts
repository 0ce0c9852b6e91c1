import { defineEntity, p } from '@mikro-orm/core';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';

/** That an agency exists, in however many partnerships. */
export class Agency {
  declare id: string;
  declare createdAt: Date;
}

export const AgencySchema = defineEntity({
  class: Agency,
  tableName: 'agency',
  properties: { id: p.uuid().primary(), createdAt: p.datetime(3) },
});

/** An agency's place in one partnership, and what it is called there. */
export class AgencyPlace extends PartnershipRow {
  declare agencyId: string;
  declare name: string;
  declare kind: string;
  declare parentId: string | null;
  declare emergencyAccess: boolean;
  declare dutyContact: string | null;
  /** As its kind says: kept here, so that a change of the kind is a change of the agency, which others are told. */
  declare healthOrSocialCare: boolean;
  declare active: boolean;
}

export const AgencyPlaceSchema = defineEntity({
  class: AgencyPlace,
  tableName: 'agency_place',
  properties: {
    ...partnershipRow,
    agencyId: p.uuid(),
    name: p.string(),
    kind: p.string(),
    parentId: p.uuid().nullable(),
    emergencyAccess: p.boolean(),
    dutyContact: p.string().nullable(),
    healthOrSocialCare: p.boolean(),
    active: p.boolean(),
  },
});
