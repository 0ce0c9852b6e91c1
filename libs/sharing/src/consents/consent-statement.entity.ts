import type { NewConsent } from '@concordat/contracts-protocol';
import { PartnershipRow, partnershipRow, type SealedPlace } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** What a record of consent rests on, sealed under the subject's key. */
export type StatementContent = Pick<NewConsent, 'giver' | 'competence' | 'decidedOn' | 'explained' | 'evidence' | 'evidenceNote'>;

/** How consent was withdrawn, sealed under the subject's key. */
export interface WithdrawalContent {
  by: string;
  on: string;
  how: NewConsent['evidence'];
  note: string;
}

/** What stands behind a record of consent: on which case it was given, to whom it was said, and by whom. The policy reads the record alone. */
export class ConsentStatement extends PartnershipRow {
  declare consentId: string;
  declare caseId: string;
  declare subjectId: string;
  /** Who gave it, where that was not the subject. */
  declare giverId: string | null;
  declare recordedByUserId: string;
  declare recordedForAgencyId: string;
  declare content: Buffer;
  declare withdrawal: Buffer | null;
}

export const ConsentStatementSchema = defineEntity({
  class: ConsentStatement,
  tableName: 'consent_statement',
  properties: {
    ...partnershipRow,
    consentId: p.uuid(),
    caseId: p.uuid(),
    subjectId: p.uuid(),
    giverId: p.uuid().nullable(),
    recordedByUserId: p.uuid(),
    recordedForAgencyId: p.uuid(),
    content: p.blob().$type<Buffer>(),
    withdrawal: p.blob().$type<Buffer>().nullable(),
  },
});

export const statementPlace = (rowId: string, column: 'content' | 'withdrawal'): SealedPlace => ({ table: 'consent_statement', column, rowId });
