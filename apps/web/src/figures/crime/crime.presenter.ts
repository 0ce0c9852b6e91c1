import type { readDashboard } from '@concordat/contracts-indicators';
import type { OutputOf } from '@concordat/contracts-protocol';
import { chart, type Chart } from '../../charts/chart.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { number } from '../../layout/words.js';
import { movementWords, travelTag } from '../words/figure-words.js';

type Dashboard = OutputOf<typeof readDashboard>;
type District = Dashboard['districts'][number];
type Measure = District['measures'][number];

/** The total is not one of the types. */
const TOTAL = 'police-uk/all-crime';
/** How many types one chart can show and still be read. */
const IN_ONE_CHART = 5;

export function crimePage({ districts, months, against }: Dashboard, asked: string | undefined): PageAnswer {
  const chosen = districts.find((one) => one.area.code === asked) ?? districts[0];
  const labels = months.map((month) => month.label);
  return page('figures/crime/crime', {
    title: 'Recorded crime',
    against,
    districts: districts.map(({ area }) => ({ text: area.name, href: `/figures/crime?district=${area.code}&against=${against}`, current: area.code === chosen?.area.code })),
    otherComparison: chosen === undefined ? null : {
      href: `/figures/crime?district=${chosen.area.code}&against=${against === 'year-before' ? 'period-before' : 'year-before'}`,
      text: against === 'year-before' ? 'Compare with the month before' : 'Compare with the same month a year before',
    },
    comparedWith: against === 'year-before' ? 'the same month a year before' : 'the month before',
    district: chosen?.area.name ?? null,
    rows: chosen?.measures.map((one) => rowOf(one, chosen.area.code)) ?? [],
    drawings: chosen === undefined ? [] : chartsOf(chosen, labels),
  });
}

function rowOf({ measure, latest, movement }: Measure, area: string) {
  return {
    name: measure.name,
    href: `/figures/series?${new URLSearchParams({ measure: measure.code, area }).toString()}`,
    latest: latest === null ? 'No figure' : number(latest.value),
    month: latest?.period.label ?? '',
    movement: movement === null ? 'Nothing to compare with' : movementWords(movement),
    travel: movement === null ? null : travelTag(movement.travel),
  };
}

/** The total by itself; then the types, the most frequent first, a few to a chart. */
function chartsOf({ area, measures }: District, labels: readonly string[]): Chart[] {
  const along = { heading: 'Month', labels };
  const total = measures.find((one) => one.measure.code === TOTAL);
  const types = measures.filter((one) => one.measure.code !== TOTAL).sort((one, other) => sum(other) - sum(one));
  const groups = Array.from({ length: Math.ceil(types.length / IN_ONE_CHART) }, (_unused, group) => types.slice(group * IN_ONE_CHART, (group + 1) * IN_ONE_CHART));
  return [
    ...(total === undefined ? [] : [chart({
      title: `All crime in ${area.name}`, description: 'Every crime that the police recorded each month. Anti-social behaviour is not included.', kind: 'bar' as const, along,
      series: [{ name: 'All crime', values: total.values }], unit: 'Crimes',
    })]),
    ...groups.map((group, index) => chart({
      title: `Types of crime in ${area.name}${groups.length > 1 ? `, part ${String(index + 1)} of ${String(groups.length)}` : ''}`,
      description: `${group.map((one) => one.measure.name).join(', ')}, by month. Where a line is broken there is no figure.`,
      kind: 'line' as const, along, series: group.map((one) => ({ name: one.measure.name, values: one.values })), unit: 'Crimes',
    })),
  ];
}

const sum = ({ values }: Measure): number => values.reduce<number>((total, value) => total + (value ?? 0), 0);
