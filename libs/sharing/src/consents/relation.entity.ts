import type { Relationship } from '@concordat/contracts-protocol';
import { PartnershipRow, partnershipRow, type SealedPlace } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** What somebody is alleged to have done to the subject, and who said so; sealed under the subject's key. */
export interface AllegedHarm {
  what: string;
  source: string;
}

/** Somebody around a subject: a parent, a carer, an attorney. Not to be confused with a user's related subjects. */
export class SubjectRelation extends PartnershipRow {
  declare subjectId: string;
  declare caseId: string;
  declare relationship: Relationship;
  declare recordedByUserId: string;
  declare recordedForAgencyId: string;
  /** Sealed under the subject's key. */
  declare name: Buffer;
  /** From this instant nothing counts that they decided for the subject. */
  declare harmAllegedFrom: Date | null;
  declare harm: Buffer | null;
}

export const SubjectRelationSchema = defineEntity({
  class: SubjectRelation,
  tableName: 'subject_relation',
  properties: {
    ...partnershipRow,
    subjectId: p.uuid(),
    caseId: p.uuid(),
    relationship: p.string().$type<Relationship>(),
    recordedByUserId: p.uuid(),
    recordedForAgencyId: p.uuid(),
    name: p.blob().$type<Buffer>(),
    harmAllegedFrom: p.datetime(3).nullable(),
    harm: p.blob().$type<Buffer>().nullable(),
  },
});

export const relationPlace = (rowId: string, column: 'name' | 'harm'): SealedPlace => ({ table: 'subject_relation', column, rowId });
