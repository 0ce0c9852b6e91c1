import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** That something happened on a case: codes and ids, never content. */
export class TimelineEntry extends PartnershipRow {
  declare caseId: string;
  declare at: Date;
  /** null for what a service did by itself. */
  declare byUserId: string | null;
  declare byAgencyId: string | null;
  declare kind: string;
  declare facts: Record<string, string>;
  /** The item that it is about: seen only by those who may read the item. */
  declare itemId: string | null;
  /** Seen by the case's owner alone. */
  declare ownerOnly: boolean;
}

export const TimelineEntrySchema = defineEntity({
  class: TimelineEntry,
  tableName: 'timeline_entry',
  properties: {
    ...partnershipRow,
    caseId: p.uuid(),
    at: p.datetime(3),
    byUserId: p.uuid().nullable(),
    byAgencyId: p.uuid().nullable(),
    kind: p.string(),
    facts: p.json<Record<string, string>>(),
    itemId: p.uuid().nullable(),
    ownerOnly: p.boolean(),
  },
});
