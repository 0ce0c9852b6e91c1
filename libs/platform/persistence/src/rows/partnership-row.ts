import { p } from '@mikro-orm/core';
import { OptionalProps } from '@mikro-orm/core';
import { v7 } from 'uuid';

/** A record of one partnership, with a version; changed through `Rows.change` alone, which keeps its history. */
export abstract class PartnershipRow {
  declare [OptionalProps]?: 'id' | 'version' | 'createdAt' | 'updatedAt';
  /** UUIDv7. */
  declare id: string;
  declare partnershipId: string;
  /** 1 when made; each change adds 1. */
  declare version: number;
  declare createdAt: Date;
  declare updatedAt: Date;
}

/** Properties of {@link PartnershipRow} for `defineEntity`: `properties: { ...partnershipRow, reference: p.string() }`. */
export const partnershipRow = {
  id: p.uuid().primary().onCreate(() => v7()),
  partnershipId: p.uuid(),
  version: p.integer().onCreate(() => 1),
  createdAt: p.datetime(3).onCreate(() => new Date()),
  updatedAt: p.datetime(3).onCreate(() => new Date()),
};
