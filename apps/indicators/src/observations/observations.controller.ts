import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { listMeasures, readSeries } from '@concordat/contracts-indicators';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Database } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { Area } from '../areas/area.entity.js';
import { Measure } from '../measures/measure.entity.js';
import { isSamePeriod, wholeMonths, yearBefore } from '../periods/period.js';
import { ragOf } from '../rag/rag.js';
import { assuranceOf, xmrChart, type ChartPoint } from '../spc/xmr.js';
import { movementOf, periodView } from './difference.js';
import { OwnAreas } from './own-areas.js';
import { SeriesReader, type SeriesPoint } from './series.js';
import { shownArea, shownMeasure } from './shown.js';

@Controller()
export class ObservationsController {
  constructor(
    private readonly database: Database,
    private readonly series: SeriesReader,
    private readonly ownAreas: OwnAreas,
  ) {}

  @Endpoint(listMeasures, 'signed-in', { unaudited: 'figures of areas and periods, which tell of nobody' })
  async listMeasures(): Promise<OutputOf<typeof listMeasures>> {
    const { partnershipId } = caller();
    const own = await this.ownAreas.codes(partnershipId);
    const measures = await this.database.rows(Measure).find({ partnershipId }, { orderBy: { code: 'asc' } });
    const areas = await this.database.rows(Area).find({ partnershipId }, { orderBy: { code: 'asc' } });
    return { measures: measures.map(shownMeasure), areas: areas.map((area) => shownArea(area, own)) };
  }

  @Endpoint(readSeries, 'signed-in', { unaudited: 'figures of areas and periods, which tell of nobody' })
  async readSeries(@Input() { query }: InputOf<typeof readSeries>): Promise<OutputOf<typeof readSeries>> {
    const { partnershipId } = caller();
    const measure = await this.database.rows(Measure).get({ partnershipId, code: query.measure });
    const area = await this.database.rows(Area).get({ partnershipId, code: query.area });
    const place = { measureId: measure.id, areaId: area.id };
    const points = await this.series.points(partnershipId, place, { ...(query.from !== undefined && { from: query.from }), ...(query.to !== undefined && { to: query.to }) });
    const replaced = await this.series.replaced(partnershipId, place);
    const latest = points.at(-1);
    const comparator = latest && points.find(({ period }) => isSamePeriod(period, yearBefore(latest.period)));
    const target = query.target ?? null;
    const chart = chartOf(points, measure.polarity);
    return {
      measure: shownMeasure(measure),
      area: shownArea(area, await this.ownAreas.codes(partnershipId)),
      points: points.map((point) => ({
        ...point,
        period: periodView(point.period),
        replaced: replaced
          .filter(({ period }) => isSamePeriod(period, point.period))
          .map(({ value, status, replacedAt }) => ({ value, status, replacedAt: replacedAt.toISOString() })),
      })),
      chart: {
        tooShort: chart.every(({ limits }) => limits === null),
        points: chart.map(({ limits, rule, meaning }) => ({ mean: limits?.mean ?? null, lower: limits?.lower ?? null, upper: limits?.upper ?? null, rule, meaning })),
        assurance: target === null ? 'none' : assuranceOf(chart.at(-1)?.limits ?? null, target, measure.polarity),
      },
      movement: latest && comparator ? movementOf(measure, comparator, latest) : null,
      rag: ragOf(latest?.value ?? null, target, measure.polarity),
    };
  }
}

/** A chart of periods of one length; years among months would be outliers of another kind. */
function chartOf(points: readonly SeriesPoint[], polarity: Measure['polarity']): ChartPoint[] {
  const lengths = new Set(points.map(({ period }) => wholeMonths(period)));
  if (lengths.size <= 1 && !lengths.has(null)) return xmrChart(points.map(({ value }) => value), { polarity });
  return points.map(({ value }) => ({ value, limits: null, rule: 'too-short', meaning: 'too-short' }));
}
