import type { KnownToAsk as View } from '@concordat/contracts-protocol';
import { PartnershipRow, partnershipRow, type SealedPlace } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

type Outcome = NonNullable<View['reviewed']>['outcome'];

/** That somebody asked, on a case, whether a person is known to others. What came of it is nowhere here. */
export class KnownToAsk extends PartnershipRow {
  declare caseId: string;
  declare subjectId: string;
  declare userId: string;
  declare agencyId: string;
  declare purpose: string;
  declare askedAt: Date;
  /** Sealed under the subject's key. */
  declare why: Buffer;
  declare reviewedAt: Date | null;
  declare reviewedByUserId: string | null;
  declare outcome: Outcome | null;
  /** Sealed under the subject's key. */
  declare review: Buffer | null;
}

export const KnownToAskSchema = defineEntity({
  class: KnownToAsk,
  tableName: 'known_to_ask',
  properties: {
    ...partnershipRow,
    caseId: p.uuid(),
    subjectId: p.uuid(),
    userId: p.uuid(),
    agencyId: p.uuid(),
    purpose: p.string(),
    askedAt: p.datetime(3),
    why: p.blob().$type<Buffer>(),
    reviewedAt: p.datetime(3).nullable(),
    reviewedByUserId: p.uuid().nullable(),
    outcome: p.string().$type<Outcome>().nullable(),
    review: p.blob().$type<Buffer>().nullable(),
  },
});

export const askPlace = (rowId: string, column: 'why' | 'review'): SealedPlace => ({ table: 'known_to_ask', column, rowId });
