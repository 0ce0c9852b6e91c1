import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import type { Category, relation } from '@concordat/contracts-protocol';
import { defineEntity, p } from '@mikro-orm/core';
import type { z } from 'zod';

/** Somebody without an account who must never learn of a subject: what is sent to people and partners asks for them by name. */
export class RegisteredPerson extends PartnershipRow {
  declare subjectId: string;
  /** Sealed under the subject's key. */
  declare name: Buffer;
  declare relation: z.output<typeof relation>;
  declare fromAt: Date;
  declare toAt: Date | null;
  declare why: Buffer | null;
  declare addedBy: string | null;
  /** As of entries that name users and agencies. */
  declare cameFrom: string | null;
}

export const RegisteredPersonSchema = defineEntity({
  class: RegisteredPerson,
  tableName: 'registered_person',
  properties: {
    ...partnershipRow,
    subjectId: p.uuid(),
    name: p.blob().$type<Buffer>(),
    relation: p.string().$type<z.output<typeof relation>>(),
    fromAt: p.datetime(3),
    toAt: p.datetime(3).nullable(),
    why: p.blob().$type<Buffer>().nullable(),
    addedBy: p.uuid().nullable(),
    cameFrom: p.uuid().nullable(),
  },
});

/** A member of staff whose name is like a registered person's, until somebody of the case's owner says who they are. */
export class NearMatch extends PartnershipRow {
  declare personId: string;
  declare userId: string;
  declare likeness: 'spelling' | 'relative';
  /** `kept`: they are in the register now themselves. Null: nobody has said. */
  declare answer: 'kept' | 'let' | null;
  declare answeredBy: string | null;
}

export const NearMatchSchema = defineEntity({
  class: NearMatch,
  tableName: 'near_match',
  properties: {
    ...partnershipRow,
    personId: p.uuid(),
    userId: p.uuid(),
    likeness: p.string().$type<'spelling' | 'relative'>(),
    answer: p.string().$type<'kept' | 'let'>().nullable(),
    answeredBy: p.uuid().nullable(),
  },
});

/** One asks that somebody may read an item marked `victim-safety`; a second person decides. */
export class NamedReaderRequest extends PartnershipRow {
  declare itemId: string;
  /** Whose item it is, of which case, subject and kind. */
  declare agencyId: string;
  declare caseId: string;
  declare subjectId: string;
  declare category: Category;
  declare userId: string;
  /** Sealed under the key of the item's subject. */
  declare why: Buffer;
  declare askedBy: string;
  declare decision: 'confirmed' | 'refused' | null;
  declare decidedBy: string | null;
}

export const NamedReaderRequestSchema = defineEntity({
  class: NamedReaderRequest,
  tableName: 'named_reader_request',
  properties: {
    ...partnershipRow,
    itemId: p.uuid(),
    agencyId: p.uuid(),
    caseId: p.uuid(),
    subjectId: p.uuid(),
    category: p.string().$type<Category>(),
    userId: p.uuid(),
    why: p.blob().$type<Buffer>(),
    askedBy: p.uuid(),
    decision: p.string().$type<'confirmed' | 'refused'>().nullable(),
    decidedBy: p.uuid().nullable(),
  },
});

export const protectionEntities = [RegisteredPersonSchema, NearMatchSchema, NamedReaderRequestSchema];
