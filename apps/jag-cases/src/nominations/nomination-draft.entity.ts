import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** An unfinished nomination, open to its author alone. The answers are sealed under a key of the draft's own, destroyed with it. */
export class NominationDraft extends PartnershipRow {
  declare authorUserId: string;
  declare agencyId: string;
  declare forumCode: string;
  declare answers: Buffer;
  declare savedAt: Date;
  declare expiresAt: Date;
  /** Set once sent: sending it again answers the same case. */
  declare submittedCaseId: string | null;
}

export const NominationDraftSchema = defineEntity({
  class: NominationDraft,
  tableName: 'nomination_draft',
  properties: {
    ...partnershipRow,
    authorUserId: p.uuid(),
    agencyId: p.uuid(),
    forumCode: p.string(),
    answers: p.blob().$type<Buffer>(),
    savedAt: p.datetime(3),
    expiresAt: p.datetime(3),
    submittedCaseId: p.uuid().nullable(),
  },
});

export const answersPlace = (draftId: string): { table: 'nomination_draft'; column: 'answers'; rowId: string } => ({
  table: 'nomination_draft',
  column: 'answers',
  rowId: draftId,
});
