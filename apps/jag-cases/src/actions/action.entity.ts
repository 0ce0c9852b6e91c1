import type { ActionState } from '@concordat/contracts-jag-cases';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

export type ActionKind = 'enforcement' | 'prevention' | 'information' | 'communication';

/** Something that an agency is to do by a date. What it is, and what came of it, are items: their readers need a permit. */
export class Action extends PartnershipRow {
  declare caseId: string;
  /** 1, 2, 3 … in the case. */
  declare number: number;
  declare agencyId: string;
  declare userId: string | null;
  /** ISO date. */
  declare due: string;
  declare kind: ActionKind;
  declare state: ActionState;
  declare finishedAt: Date | null;
  declare meetingId: string | null;
  declare givenBy: string;
  declare whatItemId: string;
  declare resultItemId: string | null;
}

export const ActionSchema = defineEntity({
  class: Action,
  tableName: 'action',
  properties: {
    ...partnershipRow,
    caseId: p.uuid(),
    number: p.integer(),
    agencyId: p.uuid(),
    userId: p.uuid().nullable(),
    due: p.date(),
    kind: p.string().$type<ActionKind>(),
    state: p.string().$type<ActionState>(),
    finishedAt: p.datetime(3).nullable(),
    meetingId: p.uuid().nullable(),
    givenBy: p.uuid(),
    whatItemId: p.uuid(),
    resultItemId: p.uuid().nullable(),
  },
});
