import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

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
