import type { MeasureUnit, Polarity } from '@concordat/contracts-indicators';
import type { z } from 'zod';
import type { movementView } from '@concordat/contracts-indicators';
import { differenceOf, travelOf, type Comparison } from '../movement/movement.js';
import { daysOf, periodLabel, type Period } from '../periods/period.js';
import { rounded } from '../statistics/equality.js';
import type { SeriesPoint } from './series.js';

/** What of a measure decides how two of its values are compared. */
export interface Comparable {
  unit: MeasureUnit;
  polarity: Polarity;
  tolerance: number | null;
}

export const periodView = (period: Period): Period & { label: string } => ({ ...period, label: periodLabel(period) });

/** The comparison that a measure's unit and the parts of its values allow. */
export function comparisonOf(measure: Comparable, a: SeriesPoint, b: SeriesPoint): Comparison {
  const [daysA, daysB] = [daysOf(a.period), daysOf(b.period)];
  if (measure.unit === 'count') return { kind: 'counts', a: a.value, b: b.value, exposures: [daysA, daysB] };
  const hasParts = a.numerator !== null && b.numerator !== null && (a.denominator ?? 0) > 0 && (b.denominator ?? 0) > 0;
  if (hasParts && measure.unit === 'percentage') {
    return { kind: 'proportions', a: a.numerator ?? 0, b: b.numerator ?? 0, denominators: [a.denominator ?? 0, b.denominator ?? 0] };
  }
  if (hasParts && measure.unit === 'rate') {
    return { kind: 'counts', a: a.numerator ?? 0, b: b.numerator ?? 0, exposures: [(a.denominator ?? 0) * daysA, (b.denominator ?? 0) * daysB] };
  }
  return { kind: 'values', a: a.value, b: b.value, ...(measure.tolerance !== null && { tolerance: measure.tolerance }) };
}

/** The latest value against its comparator, as pages show it. */
export function movementOf(measure: Comparable, comparator: SeriesPoint, latest: SeriesPoint): z.output<typeof movementView> {
  const { change, z, movement } = differenceOf(comparisonOf(measure, comparator, latest));
  return {
    comparator: { period: periodView(comparator.period), value: comparator.value },
    change: change === null ? null : rounded(change, 1),
    z: z === null ? null : rounded(z, 2),
    movement,
    travel: travelOf(movement, measure.polarity),
  };
}
