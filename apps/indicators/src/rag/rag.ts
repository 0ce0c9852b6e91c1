import type { Polarity, Rag } from '@concordat/contracts-indicators';
import { isLess, isMore } from '../statistics/equality.js';

/** Per cent of the target, where a measure has no tolerance of its own. */
const DEFAULT_TOLERANCE = 5;

/**
 * Against a target. Green: on it or on its better side; amber: worse by no more than the tolerance; red: beyond it.
 * Grey: no target, no value, or no better side. The tolerance is in the values' unit; 5% of the target unless given.
 */
export function ragOf(value: number | null, target: number | null, polarity: Polarity, tolerance?: number): Rag {
  if (value === null || target === null || polarity === 'context') return 'grey';
  const worseBy = polarity === 'lower' ? value - target : target - value;
  if (!isWorse(value, target, polarity)) return 'green';
  return isMore(worseBy, tolerance ?? (Math.abs(target) * DEFAULT_TOLERANCE) / 100) ? 'red' : 'amber';
}

const isWorse = (value: number, target: number, polarity: 'lower' | 'higher'): boolean =>
  polarity === 'lower' ? isMore(value, target) : isLess(value, target);
