import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** Code of the area under which rows without a place count. */
export const UNKNOWN_AREA = 'unknown';

/** A place that has values: a district, `unknown`, or the partnership as a whole. */
export class Area extends PartnershipRow {
  declare code: string;
  declare name: string;
}

export const AreaSchema = defineEntity({
  class: Area,
  tableName: 'area',
  properties: { ...partnershipRow, code: p.string(), name: p.string() },
});
