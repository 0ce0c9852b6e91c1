import type { Category } from '@concordat/contracts-protocol';
import { PartnershipRow, partnershipRow, type SealedPlace } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** What the user stated; sealed under the subject's key. */
export interface EmergencyContent {
  name: string;
  threat: string;
}

export type ReviewOutcome = 'justified' | 'not-needed' | 'misuse';

/** One user's emergency access to what is held on one person of one case. What opens it are the disclosures that it names. */
export class EmergencyAccess extends PartnershipRow {
  declare caseId: string;
  declare subjectId: string;
  declare userId: string;
  /** The agency for which the user acted. */
  declare agencyId: string;
  declare ownerAgencyIds: string[];
  declare disclosureIds: string[];
  declare categories: Category[];
  declare openedAt: Date;
  declare endsAt: Date;
  declare content: Buffer;
  declare reviewDue: Date;
  /** How often the review was chased. */
  declare chased: number;
  /** When it is chased next. */
  declare chaseAt: Date;
  declare reviewedAt: Date | null;
  declare reviewedByUserId: string | null;
  declare outcome: ReviewOutcome | null;
  declare review: Buffer | null;
}

export const EmergencyAccessSchema = defineEntity({
  class: EmergencyAccess,
  tableName: 'emergency_access',
  properties: {
    ...partnershipRow,
    caseId: p.uuid(),
    subjectId: p.uuid(),
    userId: p.uuid(),
    agencyId: p.uuid(),
    ownerAgencyIds: p.array().columnType('uuid[]'),
    disclosureIds: p.array().columnType('uuid[]'),
    categories: p.array().$type<Category[]>(),
    openedAt: p.datetime(3),
    endsAt: p.datetime(3),
    content: p.blob().$type<Buffer>(),
    reviewDue: p.datetime(3),
    chased: p.integer(),
    chaseAt: p.datetime(3),
    reviewedAt: p.datetime(3).nullable(),
    reviewedByUserId: p.uuid().nullable(),
    outcome: p.string().$type<ReviewOutcome>().nullable(),
    review: p.blob().$type<Buffer>().nullable(),
  },
});

export const emergencyPlace = (rowId: string, column: 'content' | 'review'): SealedPlace => ({ table: 'emergency_access', column, rowId });
