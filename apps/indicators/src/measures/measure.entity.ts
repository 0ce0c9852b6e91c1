import type { MeasureUnit, Polarity } from '@concordat/contracts-indicators';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** What a partnership measures. */
export class Measure extends PartnershipRow {
  declare code: string;
  declare name: string;
  declare unit: MeasureUnit;
  declare polarity: Polarity;
  /** Where its values come from, in words. */
  declare source: string;
  /** Least relative change in per cent that counts where no test applies; 5 unless set. */
  declare tolerance: number | null;
}

export const MeasureSchema = defineEntity({
  class: Measure,
  tableName: 'measure',
  properties: {
    ...partnershipRow,
    code: p.string(),
    name: p.string(),
    unit: p.string().$type<MeasureUnit>(),
    polarity: p.string().$type<Polarity>(),
    source: p.string(),
    tolerance: p.double().nullable(),
  },
});
