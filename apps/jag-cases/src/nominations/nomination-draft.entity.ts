import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** An unfinished nomination, open to its author alone. The answers are sealed under a key of the draft's own, destroyed with it. */
export class NominationDraft extends PartnershipRow {
  declare authorUserId: string;
  declare agencyId: string;
  declare forumCode: string;
  declare answers: Buffer;
  /** Sealed: the person for whom the known people were looked at, as they were written then. */
  declare lookedFor: Buffer | null;
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
    lookedFor: p.blob().$type<Buffer>().nullable(),
    savedAt: p.datetime(3),
    expiresAt: p.datetime(3),
    submittedCaseId: p.uuid().nullable(),
  },
});

type DraftPlace<Column extends string> = { table: 'nomination_draft'; column: Column; rowId: string };

export const answersPlace = (draftId: string): DraftPlace<'answers'> => ({
  table: 'nomination_draft',
  column: 'answers',
  rowId: draftId,
});

export const lookedForPlace = (draftId: string): DraftPlace<'looked_for'> => ({ table: 'nomination_draft', column: 'looked_for', rowId: draftId });
