import type { KnownToWord as View } from '@concordat/contracts-protocol';
import { PartnershipRow, partnershipRow, type SealedPlace } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** That another agency asked about a person whom this one knows: told to it alone, which decides whether to make contact. */
export class KnownToWord extends PartnershipRow {
  declare askId: string;
  /** Of the agency's own record: the case, the person there, and the item by which they are known, which its readers must be able to read. */
  declare caseId: string;
  declare subjectId: string;
  declare itemId: string;
  declare agencyId: string;
  declare fromAgencyId: string;
  declare fromUserId: string;
  declare purpose: string;
  declare askedAt: Date;
  /** Sealed under the subject's key. */
  declare why: Buffer;
  /** People who must never learn of whom the ask is about. */
  declare neverUserIds: string[];
  /** Whoever asked must never learn of the person here. */
  declare keepFromAsker: boolean;
  declare decision: NonNullable<View['decided']>['decision'] | null;
  declare decidedAt: Date | null;
  declare decidedByUserId: string | null;
  /** Sealed under the subject's key. */
  declare note: Buffer | null;
}

export const KnownToWordSchema = defineEntity({
  class: KnownToWord,
  tableName: 'known_to_word',
  properties: {
    ...partnershipRow,
    askId: p.uuid(),
    caseId: p.uuid(),
    subjectId: p.uuid(),
    itemId: p.uuid(),
    agencyId: p.uuid(),
    fromAgencyId: p.uuid(),
    fromUserId: p.uuid(),
    purpose: p.string(),
    askedAt: p.datetime(3),
    why: p.blob().$type<Buffer>(),
    neverUserIds: p.array().columnType('uuid[]'),
    keepFromAsker: p.boolean(),
    decision: p.string().$type<NonNullable<View['decided']>['decision']>().nullable(),
    decidedAt: p.datetime(3).nullable(),
    decidedByUserId: p.uuid().nullable(),
    note: p.blob().$type<Buffer>().nullable(),
  },
});

export const wordPlace = (rowId: string, column: 'why' | 'note'): SealedPlace => ({ table: 'known_to_word', column, rowId });
