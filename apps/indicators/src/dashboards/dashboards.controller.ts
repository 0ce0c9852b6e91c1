import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { listPublishedMarks, readDashboard, type Polarity, type Quartile } from '@concordat/contracts-indicators';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Database } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { Area, UNKNOWN_AREA } from '../areas/area.entity.js';
import { quartileOf } from '../comparison/quartile.js';
import { ImportRun } from '../imports/import-run.entity.js';
import { Measure } from '../measures/measure.entity.js';
import { movementOf, periodView } from '../observations/difference.js';
import { OwnAreas } from '../observations/own-areas.js';
import { SeriesReader, seriesKey, type SeriesPoint } from '../observations/series.js';
import { shownArea, shownMeasure } from '../observations/shown.js';
import { isSamePeriod, periodBefore, wholeMonths, yearBefore } from '../periods/period.js';
import { agreement, comparedPoints } from './printed-arrow.js';
import { PublishedMark } from './published-mark.entity.js';

type Dashboard = OutputOf<typeof readDashboard>;

@Controller()
export class DashboardsController {
  constructor(
    private readonly database: Database,
    private readonly series: SeriesReader,
    private readonly ownAreas: OwnAreas,
  ) {}

  @Endpoint(readDashboard, 'signed-in', { unaudited: 'figures of areas and periods, which tell of nobody' })
  async readDashboard(@Input() { query }: InputOf<typeof readDashboard>): Promise<Dashboard> {
    const { partnershipId } = caller();
    const own = await this.ownAreas.codes(partnershipId);
    const areas = (await this.database.rows(Area).find({ partnershipId }, { orderBy: { name: 'asc' } })).filter(({ code }) => own.has(code));
    const measures = (await this.database.rows(Measure).find({ partnershipId }, { orderBy: { name: 'asc' } })).filter(({ code }) => code.startsWith('police-uk/'));
    const points = await this.series.pointsOfMany(partnershipId, areas.map(({ id }) => id), measures.map(({ id }) => id));
    const starts = new Set([...points.values()].flatMap((series) => monthly(series).map(({ period }) => period.start)));
    const months = [...starts].toSorted().slice(-query.months);
    const shown = measures.toSorted((a, b) => Number(b.code === 'police-uk/all-crime') - Number(a.code === 'police-uk/all-crime'));
    const [latestImport] = await this.database.rows(ImportRun).find({ partnershipId, kind: 'police-uk' }, { orderBy: { createdAt: 'desc' }, limit: 1 });
    return {
      months: months.map((start) => periodView(monthFrom(start))),
      against: query.against,
      districts: areas.map((area) => ({
        area: shownArea(area, own),
        measures: shown.map((measure) => dashboardRow(measure, monthly(points.get(seriesKey(area.id, measure.id)) ?? []), months, query.against)),
      })),
      source: { name: 'data.police.uk, street-level crime (Open Government Licence v3.0)', importedAt: latestImport?.createdAt.toISOString() ?? null },
    };
  }

  @Endpoint(listPublishedMarks, 'signed-in', { unaudited: 'figures of areas and periods, which tell of nobody' })
  async listPublishedMarks(@Input() { query }: InputOf<typeof listPublishedMarks>): Promise<OutputOf<typeof listPublishedMarks>> {
    const { partnershipId } = caller();
    const own = await this.ownAreas.codes(partnershipId);
    const page = await this.database.rows(PublishedMark).page({ partnershipId }, { order: [{ createdAt: 'asc' }, { id: 'asc' }], after: query.after, size: query.size });
    const measures = new Map((await this.database.rows(Measure).find({ partnershipId })).map((measure) => [measure.id, measure]));
    const areas = new Map((await this.database.rows(Area).find({ partnershipId })).map((area) => [area.id, area]));
    const compared = [...areas.values()].filter(({ code }) => code !== UNKNOWN_AREA);
    const points = await this.series.pointsOfMany(partnershipId, [...areas.keys()], [...new Set(page.items.map(({ measureId }) => measureId))]);
    const seriesOf = (areaId: string, measureId: string): readonly SeriesPoint[] => points.get(seriesKey(areaId, measureId)) ?? [];
    const items = page.items.flatMap((mark) => {
      const [measure, area] = [measures.get(mark.measureId), areas.get(mark.areaId)];
      if (measure === undefined || area === undefined) return [];
      const pair = comparedPoints(mark.comparison, seriesOf(area.id, measure.id));
      const computed = pair === null ? null : movementOf(measure, pair.comparator, pair.latest);
      return [
        {
          id: mark.id,
          outcome: mark.outcome,
          measure: shownMeasure(measure),
          area: shownArea(area, own),
          comparison: mark.comparison,
          publishedArrow: mark.arrow,
          convention: mark.convention,
          publishedProgress: mark.progress,
          publishedQuartile: mark.quartile,
          computedQuartile: pair === null ? null : quartileAmong(pair.latest, compared.map((one) => seriesOf(one.id, measure.id)), measure.polarity),
          computed: computed && { change: computed.change, z: computed.z, movement: computed.movement, travel: computed.travel },
          agrees: computed && agreement(mark.arrow, mark.convention, computed),
        },
      ];
    });
    return { items, next: page.next };
  }
}

/** Where a value stands among those of the same period; the group holds its own series. */
function quartileAmong({ period, value }: SeriesPoint, group: readonly (readonly SeriesPoint[])[], polarity: Polarity): Quartile | null {
  const values = group.flatMap((series) => series.find((point) => isSamePeriod(point.period, period))?.value ?? []);
  return quartileOf(value, values, polarity);
}

const monthly = (series: readonly SeriesPoint[]): SeriesPoint[] => series.filter(({ period }) => wholeMonths(period) === 1);

function monthFrom(start: string): { start: string; end: string } {
  const [year = 0, month = 0] = start.split('-').map(Number);
  return { start, end: month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01` };
}

function dashboardRow(measure: Measure, series: readonly SeriesPoint[], months: readonly string[], against: Dashboard['against']): Dashboard['districts'][number]['measures'][number] {
  const latest = series.at(-1);
  const wanted = latest && (against === 'year-before' ? yearBefore(latest.period) : periodBefore(latest.period));
  const comparator = wanted ? series.find(({ period }) => isSamePeriod(period, wanted)) : undefined;
  return {
    measure: shownMeasure(measure),
    values: months.map((start) => series.find(({ period }) => period.start === start)?.value ?? null),
    latest: latest ? { period: periodView(latest.period), value: latest.value, status: latest.status } : null,
    movement: latest && comparator ? movementOf(measure, comparator, latest) : null,
  };
}
