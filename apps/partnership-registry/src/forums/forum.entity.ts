import { defineEntity, p } from '@mikro-orm/core';
import type { SUBJECT_KINDS } from '@concordat/contracts-partnership-registry';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';

type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** One criterion that is ticked or explained when a case is accepted. */
export interface Criterion {
  code: string;
  text: string;
}

/** A forum of the partnership: a Youth JAG, a JAG/PPF … */
export class Forum extends PartnershipRow {
  declare code: string;
  declare referencePrefix: string;
  declare name: string;
  declare purpose: string;
  declare subjectKinds: SubjectKind[];
  declare minimumAge: number | null;
  declare maximumAge: number | null;
  declare criteria: Criterion[];
  declare ownerAgencyId: string;
  declare coreAgencyIds: string[];
  declare agendaDays: number;
  declare active: boolean;
}

export const ForumSchema = defineEntity({
  class: Forum,
  tableName: 'forum',
  properties: {
    ...partnershipRow,
    code: p.string(),
    referencePrefix: p.string(),
    name: p.string(),
    purpose: p.string(),
    subjectKinds: p.array<SubjectKind>(),
    minimumAge: p.integer().nullable(),
    maximumAge: p.integer().nullable(),
    criteria: p.json<Criterion[]>(),
    ownerAgencyId: p.uuid(),
    coreAgencyIds: p.array().columnType('uuid[]'),
    agendaDays: p.integer(),
    active: p.boolean(),
  },
});
