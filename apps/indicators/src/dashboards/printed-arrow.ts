import type { ArrowConvention, Movement, Travel } from '@concordat/contracts-indicators';
import type { SeriesPoint } from '../observations/series.js';
import { isSamePeriod, wholeMonths, yearBefore } from '../periods/period.js';

export interface ComparedPoints {
  comparator: SeriesPoint;
  latest: SeriesPoint;
}

const isYear = ({ period }: SeriesPoint): boolean => wholeMonths(period) === 12;

/** The two values that a printed comparison is of; null where one of them is missing. */
export function comparedPoints(comparison: string, points: readonly SeriesPoint[]): ComparedPoints | null {
  const candidates = comparison === 'five-year' ? points.filter(isYear) : comparison === 'year-to-date' ? points.filter((point) => !isYear(point)) : points;
  const byEnd = candidates.toSorted((a, b) => (a.period.end < b.period.end ? -1 : 1));
  const latest = byEnd.at(-1);
  if (latest === undefined) return null;
  const comparator =
    comparison === 'five-year'
      ? byEnd.find(({ period }) => Number(period.start.slice(0, 4)) === Number(latest.period.start.slice(0, 4)) - 4)
      : comparison === 'year-to-date'
        ? byEnd.find(({ period }) => isSamePeriod(period, yearBefore(latest.period)))
        : byEnd.at(-2);
  return comparator === undefined ? null : { comparator, latest };
}

const SAYS: Readonly<Record<string, Movement | 'improving' | 'worsening'>> = {
  up: 'up', down: 'down', level: 'level', improving: 'improving', better: 'improving', worsening: 'worsening', worse: 'worsening',
};

/** Whether a printed arrow says what is computed, by the arrow's own convention; null where there is no arrow, or no better side. */
export function agreement(arrow: string | null, convention: ArrowConvention, computed: { movement: Movement; travel: Travel }): boolean | null {
  const printed = SAYS[(arrow ?? '').toLowerCase()];
  if (printed === undefined) return null;
  if (convention === 'movement') return printed === computed.movement;
  return computed.travel === 'changed' ? null : printed === computed.travel;
}
