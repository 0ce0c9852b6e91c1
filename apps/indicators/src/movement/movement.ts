import type { Movement, Polarity, Travel } from '@concordat/contracts-indicators';
import { isLess, isSame } from '../statistics/equality.js';

/** Two numbers to compare, `a` the comparator and `b` the latest, with what decides whether the difference is more than chance. */
export type Comparison =
  /** Counts over exposures (days, person-days, population × days); equal exposures unless given. Rates with their counts are compared so too. */
  | { kind: 'counts'; a: number; b: number; exposures?: readonly [number, number] }
  /** Numerators of two percentages over their denominators. */
  | { kind: 'proportions'; a: number; b: number; denominators: readonly [number, number] }
  /** Anything else: a relative change of at least the tolerance (per cent) is a change. */
  | { kind: 'values'; a: number; b: number; tolerance?: number };

export interface Difference {
  /** Relative change in per cent, unrounded; null from 0. */
  change: number | null;
  /** Test statistic, unrounded; null where no test applies. */
  z: number | null;
  movement: Movement;
}

/** The two-sided 5% point of the normal distribution, as published charts use it. */
const CRITICAL_Z = 1.96;

/** Per cent, where a measure has no tolerance of its own. */
export const DEFAULT_TOLERANCE = 5;

/** Did the number change? */
export function differenceOf(comparison: Comparison): Difference {
  const { a, b } = comparison;
  switch (comparison.kind) {
    case 'counts': {
      const [ea, eb] = comparison.exposures ?? [1, 1];
      const n = a + b;
      const p = eb / (ea + eb);
      return tested(relativeChange(a * eb, b * ea), n === 0 ? null : (b - n * p) / Math.sqrt(n * p * (1 - p)));
    }
    case 'proportions': {
      const [na, nb] = comparison.denominators;
      const pooled = (a + b) / (na + nb);
      const variance = pooled * (1 - pooled) * (1 / na + 1 / nb);
      return tested(relativeChange(a * nb, b * na), variance > 0 ? (b / nb - a / na) / Math.sqrt(variance) : null);
    }
    case 'values': {
      const change = relativeChange(a, b);
      const least = (Math.abs(a) * (comparison.tolerance ?? DEFAULT_TOLERANCE)) / 100;
      const isChange = !isSame(a, b) && !isLess(Math.abs(b - a), least);
      return { change, z: null, movement: isChange ? (b > a ? 'up' : 'down') : 'level' };
    }
  }
}

function tested(change: number | null, z: number | null): Difference {
  if (z === null || isLess(Math.abs(z), CRITICAL_Z)) return { change, z, movement: 'level' };
  return { change, z, movement: z > 0 ? 'up' : 'down' };
}

const relativeChange = (a: number, b: number): number | null => (a === 0 ? null : (100 * (b - a)) / Math.abs(a));

/** Is that better? */
export function travelOf(movement: Movement, polarity: Polarity): Travel {
  if (movement === 'level') return 'level';
  if (polarity === 'context') return 'changed';
  return (movement === 'up') === (polarity === 'higher') ? 'improving' : 'worsening';
}
