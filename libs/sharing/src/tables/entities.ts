import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';
import type { ConsentGiver } from '../policy/vocabulary.js';
import { SettledCountSchema } from '../what-if/settled-count.entity.js';

/** An agency's, or some of its people's, place in the circle of a case, from an instant to another. */
export class CircleEntry extends PartnershipRow {
  declare caseId: string;
  declare agencyId: string;
  declare fromAt: Date;
  /** Null: without an end. */
  declare toAt: Date | null;
  /** Null: the whole agency. An empty list admits nobody. */
  declare userIds: string[] | null;
}

export const CircleEntrySchema = defineEntity({
  class: CircleEntry,
  tableName: 'circle_entry',
  properties: {
    ...partnershipRow,
    caseId: p.uuid(),
    agencyId: p.uuid(),
    fromAt: p.datetime(3),
    toAt: p.datetime(3).nullable(),
    userIds: p.array().columnType('uuid[]').nullable(),
  },
});

/** A person who may read an item marked `victim-safety`, if something else grants it to them. */
export class ItemReader extends PartnershipRow {
  declare itemId: string;
  declare userId: string;
}

export const ItemReaderSchema = defineEntity({
  class: ItemReader,
  tableName: 'item_reader',
  properties: { ...partnershipRow, itemId: p.uuid(), userId: p.uuid() },
});

/** A user who is kept from a case. */
export class CaseExclusion extends PartnershipRow {
  declare caseId: string;
  declare userId: string;
  /** Sealed under the key of the case's first subject. */
  declare why: Buffer | null;
  declare addedBy: string | null;
}

export const CaseExclusionSchema = defineEntity({
  class: CaseExclusion,
  tableName: 'case_exclusion',
  properties: { ...partnershipRow, caseId: p.uuid(), userId: p.uuid(), why: p.blob().$type<Buffer>().nullable(), addedBy: p.uuid().nullable() },
});

/** A subject with whom a user has a conflict of interest. Never shown to colleagues. */
export class RelatedSubject extends PartnershipRow {
  declare userId: string;
  declare subjectId: string;
  /** Reference of the case on which they said so, by which they know it again. */
  declare caseReference: string | null;
}

export const RelatedSubjectSchema = defineEntity({
  class: RelatedSubject,
  tableName: 'related_subject',
  properties: { ...partnershipRow, userId: p.uuid(), subjectId: p.uuid(), caseReference: p.string().nullable() },
});

/** A user or an agency, one of the two, that must never learn of a subject in a period. */
export class MustNotReceiveEntry extends PartnershipRow {
  declare subjectId: string;
  declare userId: string | null;
  declare agencyId: string | null;
  declare fromAt: Date;
  declare toAt: Date | null;
  /** Sealed under the subject's key. */
  declare why: Buffer | null;
  declare addedBy: string | null;
  /** The entry of another service that it came from, where it can be ended; null where it was made here. */
  declare cameFrom: string | null;
}

export const MustNotReceiveEntrySchema = defineEntity({
  class: MustNotReceiveEntry,
  tableName: 'must_not_receive',
  properties: {
    ...partnershipRow,
    subjectId: p.uuid(),
    userId: p.uuid().nullable(),
    agencyId: p.uuid().nullable(),
    fromAt: p.datetime(3),
    toAt: p.datetime(3).nullable(),
    why: p.blob().$type<Buffer>().nullable(),
    addedBy: p.uuid().nullable(),
    cameFrom: p.uuid().nullable(),
  },
});

/** What was said about sharing, by whom, and until when. Which record decides is worked out when one is written. */
export class ConsentRecord extends PartnershipRow {
  declare subjectId: string;
  declare purpose: string;
  declare recipientAgencyIds: string[];
  declare categories: string[];
  declare decision: 'given' | 'refused';
  declare givenBy: ConsentGiver;
  declare competent: boolean;
  declare recordedAt: Date;
  declare withdrawnAt: Date | null;
  declare expiresAt: Date | null;
  /** From when its giver, never the subject, is alleged to cause the subject harm. */
  declare invalidatedAt: Date | null;
}

export const ConsentRecordSchema = defineEntity({
  class: ConsentRecord,
  tableName: 'consent',
  properties: {
    ...partnershipRow,
    subjectId: p.uuid(),
    purpose: p.string(),
    recipientAgencyIds: p.array().columnType('uuid[]'),
    categories: p.array(),
    decision: p.string().$type<'given' | 'refused'>(),
    givenBy: p.string().$type<ConsentGiver>(),
    competent: p.boolean(),
    recordedAt: p.datetime(3),
    withdrawnAt: p.datetime(3).nullable(),
    expiresAt: p.datetime(3).nullable(),
    invalidatedAt: p.datetime(3).nullable(),
  },
});

/** A recorded, reasoned, time-limited decision to share without a term or without consent. */
export class DisclosureRecord extends PartnershipRow {
  declare kind: 'authorised' | 'emergency';
  declare caseId: string;
  declare subjectId: string;
  declare ownerAgencyId: string;
  declare recipientAgencyId: string;
  /** Null: any user of the recipient; never in an emergency. */
  declare userId: string | null;
  /** Fields by category; `*` is all of them. */
  declare categories: Record<string, '*' | string[]>;
  declare gateway: string;
  declare exportable: boolean;
  declare authorisedByUserId: string;
  /** The agency for which the user who decided acted. */
  declare authorisedForAgencyId: string;
  declare authorisedAt: Date;
  declare expiresAt: Date;
  declare revokedAt: Date | null;
}

export const DisclosureRecordSchema = defineEntity({
  class: DisclosureRecord,
  tableName: 'disclosure',
  properties: {
    ...partnershipRow,
    kind: p.string().$type<'authorised' | 'emergency'>(),
    caseId: p.uuid(),
    subjectId: p.uuid(),
    ownerAgencyId: p.uuid(),
    recipientAgencyId: p.uuid(),
    userId: p.uuid().nullable(),
    categories: p.json<Record<string, '*' | string[]>>(),
    gateway: p.string(),
    exportable: p.boolean(),
    authorisedByUserId: p.uuid(),
    authorisedForAgencyId: p.uuid(),
    authorisedAt: p.datetime(3),
    expiresAt: p.datetime(3),
    revokedAt: p.datetime(3).nullable(),
  },
});

/** For `PersistenceModule.forRoot({ entities })`. */
export const sharingEntities = [
  CircleEntrySchema, ItemReaderSchema, CaseExclusionSchema, RelatedSubjectSchema, MustNotReceiveEntrySchema, ConsentRecordSchema, DisclosureRecordSchema, SettledCountSchema,
];
