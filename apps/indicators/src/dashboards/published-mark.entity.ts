import type { ArrowConvention, Rag } from '@concordat/contracts-indicators';
import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** What a person printed beside a measure: never overwritten by what is computed. */
export class PublishedMark extends PartnershipRow {
  declare measureId: string;
  declare areaId: string;
  /** e.g. `five-year`, `year-to-date`. */
  declare comparison: string;
  declare outcome: string | null;
  declare outcomeRag: Rag | null;
  declare arrow: string | null;
  declare convention: ArrowConvention;
  declare progress: Rag | null;
  declare quartile: string | null;
}

export const PublishedMarkSchema = defineEntity({
  class: PublishedMark,
  tableName: 'published_mark',
  properties: {
    ...partnershipRow,
    measureId: p.uuid(),
    areaId: p.uuid(),
    comparison: p.string(),
    outcome: p.string().nullable(),
    outcomeRag: p.string().$type<Rag>().nullable(),
    arrow: p.string().nullable(),
    convention: p.string().$type<ArrowConvention>(),
    progress: p.string().$type<Rag>().nullable(),
    quartile: p.string().nullable(),
  },
});
