import type { NewDecision } from '@concordat/contracts-protocol';
import { PartnershipRow, partnershipRow, type SealedPlace } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** A decision to share without consent, or not to. What the policy compares of one to share is in {@link DisclosureRecord}. */
export class SharingDecision extends PartnershipRow {
  declare caseId: string;
  declare subjectId: string;
  /** Whose information it is, and who decided. */
  declare ownerAgencyId: string;
  declare recipientAgencyId: string;
  declare decidedByUserId: string;
  declare decidedAt: Date;
  /** null where sharing was refused. */
  declare disclosureId: string | null;
  /** {@link NewDecision}, sealed under the subject's key. */
  declare content: Buffer;
  declare whyRevoked: Buffer | null;
}

export const SharingDecisionSchema = defineEntity({
  class: SharingDecision,
  tableName: 'sharing_decision',
  properties: {
    ...partnershipRow,
    caseId: p.uuid(),
    subjectId: p.uuid(),
    ownerAgencyId: p.uuid(),
    recipientAgencyId: p.uuid(),
    decidedByUserId: p.uuid(),
    decidedAt: p.datetime(3),
    disclosureId: p.uuid().nullable(),
    content: p.blob().$type<Buffer>(),
    whyRevoked: p.blob().$type<Buffer>().nullable(),
  },
});

export type DecisionContent = NewDecision;

export const decisionPlace = (rowId: string, column: 'content' | 'why_revoked'): SealedPlace => ({ table: 'sharing_decision', column, rowId });
