import { defineEntity, p } from '@mikro-orm/core';
import type { ReferenceList } from '@concordat/contracts-partnership-registry';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';

/** One choice of a reference list, from a date and perhaps until one. */
export class ReferenceEntry extends PartnershipRow {
  declare list: ReferenceList;
  declare code: string;
  declare name: string;
  declare validFrom: string;
  declare validTo: string | null;
  declare position: number;
  /** Of a kind of agency. */
  declare healthOrSocialCare: boolean;
}

export const ReferenceEntrySchema = defineEntity({
  class: ReferenceEntry,
  tableName: 'reference_entry',
  properties: {
    ...partnershipRow,
    list: p.string().$type<ReferenceList>(),
    code: p.string(),
    name: p.string(),
    validFrom: p.date(),
    validTo: p.date().nullable(),
    position: p.integer(),
    healthOrSocialCare: p.boolean(),
  },
});
