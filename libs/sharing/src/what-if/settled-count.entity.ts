import type { Category } from '@concordat/contracts-protocol';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** The counts that stand for a kind of an agency's information in what it is told of changes of agreements. */
export class SettledCount extends PartnershipRow {
  declare ownerAgencyId: string;
  /** To whom it would open or close. */
  declare agencyId: string;
  declare purpose: string;
  declare category: Category;
  declare everybody: number;
  declare consenting: number;
}

export const SettledCountSchema = defineEntity({
  class: SettledCount,
  tableName: 'settled_count',
  properties: {
    ...partnershipRow, ownerAgencyId: p.uuid(), agencyId: p.uuid(), purpose: p.string(), category: p.string().$type<Category>(), everybody: p.integer(), consenting: p.integer(),
  },
});
