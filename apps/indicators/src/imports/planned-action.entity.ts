import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** A line of an action plan, with owners as they were typed. */
export class PlannedAction extends PartnershipRow {
  /** Digest of priority, theme and action: the same line again is the same action. */
  declare code: string;
  declare priority: string;
  declare theme: string;
  declare action: string;
  declare owners: string[];
  /** The first day after its last. */
  declare endDate: string | null;
  declare impact: string;
}

export const PlannedActionSchema = defineEntity({
  class: PlannedAction,
  tableName: 'planned_action',
  properties: {
    ...partnershipRow,
    code: p.string(),
    priority: p.string(),
    theme: p.string(),
    action: p.string(),
    owners: p.json<string[]>(),
    endDate: p.date().nullable(),
    impact: p.string(),
  },
});
