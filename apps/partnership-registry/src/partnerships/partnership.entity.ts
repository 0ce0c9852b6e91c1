import { defineEntity, p } from '@mikro-orm/core';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';

/** That a partnership exists; all else of it is its {@link PartnershipProfile}. */
export class Partnership {
  declare id: string;
  declare createdAt: Date;
}

export const PartnershipSchema = defineEntity({
  class: Partnership,
  tableName: 'partnership',
  properties: { id: p.uuid().primary(), createdAt: p.datetime(3) },
});

/** What a partnership is called and the districts that it covers. */
export class PartnershipProfile extends PartnershipRow {
  declare name: string;
  declare districts: string[];
  declare active: boolean;
}

export const PartnershipProfileSchema = defineEntity({
  class: PartnershipProfile,
  tableName: 'partnership_profile',
  properties: { ...partnershipRow, name: p.string(), districts: p.array(), active: p.boolean() },
});
