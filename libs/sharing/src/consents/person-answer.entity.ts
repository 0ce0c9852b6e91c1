import type { PersonAnswerKind } from '@concordat/contracts-protocol';
import { PartnershipRow, partnershipRow, type SealedPlace } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** Who said it, and what it was about; sealed under the subject's key. */
export interface AnswerContent {
  by: string;
  about: string;
}

/** Agreement to a service, leave to pass on a confidence, or having been told: never a basis of the policy. */
export class PersonAnswer extends PartnershipRow {
  declare caseId: string;
  declare subjectId: string;
  declare kind: PersonAnswerKind;
  declare answer: boolean;
  /** ISO date. */
  declare saidOn: string;
  declare recordedByUserId: string;
  declare recordedForAgencyId: string;
  declare content: Buffer;
}

export const PersonAnswerSchema = defineEntity({
  class: PersonAnswer,
  tableName: 'person_answer',
  properties: {
    ...partnershipRow,
    caseId: p.uuid(),
    subjectId: p.uuid(),
    kind: p.string().$type<PersonAnswerKind>(),
    answer: p.boolean(),
    saidOn: p.date(),
    recordedByUserId: p.uuid(),
    recordedForAgencyId: p.uuid(),
    content: p.blob().$type<Buffer>(),
  },
});

export const answerPlace = (rowId: string): SealedPlace => ({ table: 'person_answer', column: 'content', rowId });
