import type { Polarity, Quartile } from '@concordat/contracts-indicators';
import { isLess, isMore } from '../statistics/equality.js';

/** Fewest areas, itself among them, of a group that has quartiles. */
const SMALLEST_GROUP = 4;

/**
 * Where `value` stands among its comparison group, which contains it. `average` is the middle half, its ends included
 * (quartiles by linear interpolation between ranks); `top` lies beyond it on the better side.
 * null for a group of fewer than four, and for a measure that has no better side.
 */
export function quartileOf(value: number, group: readonly number[], polarity: Polarity): Quartile | null {
  if (group.length < SMALLEST_GROUP || polarity === 'context') return null;
  const sorted = group.toSorted((a, b) => a - b);
  if (isLess(value, quantile(sorted, 0.25))) return polarity === 'lower' ? 'top' : 'bottom';
  if (isMore(value, quantile(sorted, 0.75))) return polarity === 'higher' ? 'top' : 'bottom';
  return 'average';
}

function quantile(sorted: readonly number[], fraction: number): number {
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
