import type { readSeries } from '@concordat/contracts-indicators';
import type { OutputOf } from '@concordat/contracts-protocol';
import { chart, type Chart } from '../../charts/chart.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { date } from '../../layout/times.js';
import { codeWords, number } from '../../layout/words.js';
import { meaningWords, movementWords, travelTag } from '../words/figure-words.js';

type SeriesAnswer = OutputOf<typeof readSeries>;

export function seriesPage(answer: SeriesAnswer): PageAnswer {
  const { measure, area, points, movement } = answer;
  return page('figures/series/series', {
    title: `${measure.name}, ${area.name}`,
    back: '/figures/crime',
    heading: measure.name,
    area: area.name,
    source: measure.source,
    movement: movement === null ? null : { words: movementWords(movement), travel: travelTag(movement.travel), period: movement.comparator.period.label, value: number(movement.comparator.value) },
    tooShort: answer.chart.tooShort,
    drawing: points.length === 0 ? null : drawing(answer),
    rows: points.map((point, place) => ({
      period: point.period.label,
      value: number(point.value),
      status: codeWords(point.status),
      note: point.note,
      meaning: meaningWords(answer.chart.points[place]?.meaning ?? 'common'),
      replaced: point.replaced.map((one) => `${number(one.value)} until ${date(one.replacedAt)}`).join('; '),
    })),
  });
}

/** An XmR chart where there are points enough; otherwise the values alone. */
function drawing({ measure, area, points, chart: xmr }: SeriesAnswer): Chart {
  const limit = (of: 'mean' | 'lower' | 'upper') => xmr.points.map((point) => point[of]);
  const places = (meaning: string) => xmr.points.flatMap((point, place) => (point.meaning === meaning ? [place] : []));
  const special = ['concern', 'improvement', 'high', 'low'].find((meaning) => places(meaning).length > 0);
  const values = {
    name: measure.name,
    values: points.map((point) => point.value),
    ...(special === undefined ? {} : { marked: { places: xmr.points.flatMap((point, place) => (point.meaning === 'common' || point.meaning === 'too-short' ? [] : [place])), meaning: 'Not chance' } }),
  };
  const limits = xmr.tooShort
    ? []
    : [
        { name: 'Average', values: limit('mean'), line: 'dashed' as const },
        { name: 'Lower limit', values: limit('lower'), line: 'dashed' as const },
        { name: 'Upper limit', values: limit('upper'), line: 'dashed' as const },
      ];
  return chart({
    title: `${measure.name} in ${area.name}`,
    description: xmr.tooShort
      ? 'There are fewer than 10 values, which is too few to tell a signal from chance.'
      : 'Between the limits, ups and downs are what chance brings. Marked points are signals: something changed.',
    kind: 'line',
    along: { heading: 'Period', labels: points.map((point) => point.period.label) },
    series: [values, ...limits],
    unit: measure.unit === 'percentage' ? 'Per cent' : 'Value',
  });
}
