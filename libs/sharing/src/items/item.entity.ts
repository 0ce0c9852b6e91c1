import type { Category } from '@concordat/contracts-protocol';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** How an item is kept: as any other, or from all but its named readers and the owner's keepers of victims' safety. */
export type StoredMarking = 'none' | 'victim-safety';

/** One piece of information about one subject on one case, owned by the agency that gave it. What the sharing policy compares is plain; the rest is sealed. */
export class StoredItem extends PartnershipRow {
  declare caseId: string;
  declare subjectId: string;
  declare ownerAgencyId: string;
  declare category: Category;
  /** Codes of the fields that are filled in. */
  declare fields: string[];
  declare marking: StoredMarking;
  /** Others of the circle may be told that it exists, and whom to ask. */
  declare existenceShown: boolean;
  /** Sealed under the subject's key: field code → value. */
  declare content: Buffer;
  declare addedBy: string;
}

export const StoredItemSchema = defineEntity({
  class: StoredItem,
  tableName: 'item',
  properties: {
    ...partnershipRow,
    caseId: p.uuid(),
    subjectId: p.uuid(),
    ownerAgencyId: p.uuid(),
    category: p.string().$type<Category>(),
    fields: p.array(),
    marking: p.string().$type<StoredMarking>(),
    existenceShown: p.boolean(),
    content: p.blob().$type<Buffer>(),
    addedBy: p.uuid(),
  },
});

/** The place of an item's content, to which its seal is bound. */
export const contentPlace = (itemId: string): { table: 'item'; column: 'content'; rowId: string } => ({ table: 'item', column: 'content', rowId: itemId });
