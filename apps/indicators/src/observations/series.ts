import type { ObservationStatus } from '@concordat/contracts-indicators';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { Period } from '../periods/period.js';

/** A figure of a series, the streams that make it together added up. */
export interface SeriesPoint {
  period: Period;
  value: number;
  numerator: number | null;
  denominator: number | null;
  status: ObservationStatus;
  note: string;
}

export interface ReplacedValue {
  period: Period;
  value: number;
  status: ObservationStatus;
  replacedAt: Date;
}

interface PointRow {
  area_id: string;
  measure_id: string;
  period_start: string;
  period_end: string;
  value: number;
  numerator: number | null;
  denominator: number | null;
  status: ObservationStatus;
  note: string;
}

const POINTS = `
  select o.area_id, o.measure_id, o.period_start::text, o.period_end::text, sum(o.value) as value,
         case when count(*) = count(o.numerator) then sum(o.numerator) end as numerator,
         case when count(*) = count(o.denominator) then sum(o.denominator) end as denominator,
         case when bool_or(o.status = 'provisional') then 'provisional' when bool_or(o.status = 'restated') then 'restated' else 'final' end as status,
         coalesce(string_agg(nullif(o.note, ''), ' ' order by o.stream), '') as note
    from observation o
   where o.partnership_id = ? and o.replaced_at is null`;
const GROUPED = 'group by o.area_id, o.measure_id, o.period_start, o.period_end order by o.period_start, o.period_end';

/** A half-open range of dates, open at either side. */
export interface SeriesRange {
  from?: string;
  to?: string;
}

/** Present and replaced values, in the open transaction. */
@Injectable()
export class SeriesReader {
  constructor(private readonly database: Database) {}

  /** The present values of one measure in one area, the earliest first: periods that lie within the range. */
  async points(partnershipId: string, place: { measureId: string; areaId: string }, range: SeriesRange = {}): Promise<SeriesPoint[]> {
    const rows = await this.database.em.execute<PointRow[]>(
      `${POINTS} and o.measure_id = ? and o.area_id = ? and o.period_start >= ?::date and o.period_end <= ?::date ${GROUPED}`,
      [partnershipId, place.measureId, place.areaId, range.from ?? '-infinity', range.to ?? 'infinity'],
    );
    return rows.map(pointOf);
  }

  /** The present values of many measures in many areas, by area and measure. */
  async pointsOfMany(partnershipId: string, areaIds: readonly string[], measureIds: readonly string[]): Promise<Map<string, SeriesPoint[]>> {
    const rows = await this.database.em.execute<PointRow[]>(
      `${POINTS} and o.area_id in (select value::uuid from jsonb_array_elements_text(?::jsonb)) and o.measure_id in (select value::uuid from jsonb_array_elements_text(?::jsonb)) ${GROUPED}`,
      [partnershipId, JSON.stringify(areaIds), JSON.stringify(measureIds)],
    );
    return new Map([...Map.groupBy(rows, (row) => seriesKey(row.area_id, row.measure_id))].map(([key, group]) => [key, group.map(pointOf)]));
  }

  /** Values that were replaced, the latest first; where streams make a figure together, each stream's own. */
  async replaced(partnershipId: string, place: { measureId: string; areaId: string }): Promise<ReplacedValue[]> {
    const rows = await this.database.em.execute<{ period_start: string; period_end: string; value: number; status: ObservationStatus; replaced_at: string }[]>(
      `select period_start::text, period_end::text, value, status, replaced_at::text from observation
        where partnership_id = ? and measure_id = ? and area_id = ? and replaced_at is not null order by replaced_at desc, id desc`,
      [partnershipId, place.measureId, place.areaId],
    );
    return rows.map((row) => ({ period: { start: row.period_start, end: row.period_end }, value: row.value, status: row.status, replacedAt: new Date(row.replaced_at) }));
  }
}

/** Key of a series in what {@link SeriesReader.pointsOfMany} answers. */
export const seriesKey = (areaId: string, measureId: string): string => `${areaId} ${measureId}`;

const pointOf = (row: PointRow): SeriesPoint => ({
  period: { start: row.period_start, end: row.period_end },
  value: row.value,
  numerator: row.numerator,
  denominator: row.denominator,
  status: row.status,
  note: row.note,
});
