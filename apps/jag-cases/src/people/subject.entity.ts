import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

export type SubjectKind = 'person' | 'group' | 'place';

/** A person, group or place of concern. What is known of it is in items; here are the two birthdays that the policy compares. */
export class Subject extends PartnershipRow {
  declare kind: SubjectKind;
  /** ISO dates; null for a group, a place, or a person of unknown age. */
  declare sixteenthBirthday: string | null;
  declare eighteenthBirthday: string | null;
}

export const SubjectSchema = defineEntity({
  class: Subject,
  tableName: 'subject',
  properties: {
    ...partnershipRow,
    kind: p.string().$type<SubjectKind>(),
    sixteenthBirthday: p.date().nullable(),
    eighteenthBirthday: p.date().nullable(),
  },
});
