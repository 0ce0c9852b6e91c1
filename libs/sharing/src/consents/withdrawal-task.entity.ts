import type { WithdrawalTaskView } from '@concordat/contracts-protocol';
import { PartnershipRow, partnershipRow, type SealedPlace } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

export type WithdrawalCause = WithdrawalTaskView['cause'];
export type HowDone = NonNullable<WithdrawalTaskView['done']>['how'];

/** What a recipient has to do once consent is withdrawn: stop using, delete or return what was shared on it. */
export class WithdrawalTask extends PartnershipRow {
  declare caseId: string;
  declare subjectId: string;
  /** null where the consent is of another service. */
  declare consentId: string | null;
  declare cause: WithdrawalCause;
  declare agencyId: string;
  declare categories: string[];
  declare since: Date;
  declare doneAt: Date | null;
  declare doneByUserId: string | null;
  declare how: HowDone | null;
  /** Sealed under the subject's key. */
  declare note: Buffer | null;
}

export const WithdrawalTaskSchema = defineEntity({
  class: WithdrawalTask,
  tableName: 'withdrawal_task',
  properties: {
    ...partnershipRow,
    caseId: p.uuid(),
    subjectId: p.uuid(),
    consentId: p.uuid().nullable(),
    cause: p.string().$type<WithdrawalCause>(),
    agencyId: p.uuid(),
    categories: p.array(),
    since: p.datetime(3),
    doneAt: p.datetime(3).nullable(),
    doneByUserId: p.uuid().nullable(),
    how: p.string().$type<HowDone>().nullable(),
    note: p.blob().$type<Buffer>().nullable(),
  },
});

export const taskPlace = (rowId: string): SealedPlace => ({ table: 'withdrawal_task', column: 'note', rowId });
