import { defineEntity, p } from '@mikro-orm/core';
import { v7 } from 'uuid';

/** One field of one change of a record: who, when, why, from what to what. Never changed or removed by the service. */
export class HistoryEntry {
  declare id: string;
  declare partnershipId: string;
  /** Table of the record. */
  declare kind: string;
  declare rowId: string;
  /** Version that the change made. */
  declare rowVersion: number;
  declare field: string;
  declare from: unknown;
  declare to: unknown;
  declare userId: string | null;
  declare membershipId: string | null;
  declare at: Date;
  declare why: string | null;
}

export const HistoryEntrySchema = defineEntity({
  class: HistoryEntry,
  tableName: 'history',
  properties: {
    id: p.uuid().primary().onCreate(() => v7()),
    partnershipId: p.uuid(),
    kind: p.string(),
    rowId: p.uuid(),
    rowVersion: p.integer(),
    field: p.string(),
    from: p.json<unknown>().nullable().name('was'),
    to: p.json<unknown>().nullable().name('became'),
    userId: p.uuid().nullable(),
    membershipId: p.uuid().nullable(),
    at: p.datetime(3),
    why: p.string().nullable(),
  },
});
