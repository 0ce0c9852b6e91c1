import type { PeopleFigure } from '@concordat/contracts-indicators';

/** Counts from 1 to this are not shown: with what else is known, they may point to a person. */
const LARGEST_SMALL = 4;

/** Rates, percentages and averages on fewer than this many are not shown. */
export const LEAST_DENOMINATOR = 20;

export interface SuppressedParts {
  cells: PeopleFigure[];
  total: PeopleFigure;
}

const isSmall = (count: number): boolean => count >= 1 && count <= LARGEST_SMALL;
const shown = (value: number): PeopleFigure => (isSmall(value) ? { kind: 'small' } : { kind: 'value', value });

/**
 * Counts with their total as they may be published. Each count of 1 to 4 is `small`; while the total less what is shown
 * would leave a small one no second possible value, the next smallest is hidden too, and at last the total.
 */
export function suppressedParts(counts: readonly number[]): SuppressedParts {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const cells = counts.map(shown);
  while (counts.some(isSmall) && !isSmall(total) && !isAmbiguous(counts, cells)) {
    const next = nextSmallest(counts, cells);
    if (next === null) return { cells, total: { kind: 'hidden' } };
    cells[next] = { kind: 'hidden' };
  }
  return { cells, total: shown(total) };
}

/**
 * Four quarters and then their year. Quarters are published one by one as they end, and one that was shown cannot be
 * hidden later to protect another: so the year is shown only where no quarter is hidden.
 */
export function suppressedYear(counts: readonly number[]): PeopleFigure[] {
  const cells = counts.map(shown);
  const quarters = cells.slice(0, -1);
  const year = cells.at(-1);
  if (year === undefined) return [];
  return [...quarters, year.kind === 'value' && quarters.some(({ kind }) => kind !== 'value') ? { kind: 'hidden' } : year];
}

/** An average or a percentage that stands on `denominator` people or events. */
export const suppressedRatio = (value: number | null, denominator: number): PeopleFigure =>
  value === null ? { kind: 'none' } : denominator < LEAST_DENOMINATOR ? { kind: 'hidden' } : { kind: 'value', value };

/** Index of the smallest cell that is shown; of the first among equals. */
function nextSmallest(counts: readonly number[], cells: readonly PeopleFigure[]): number | null {
  let next: number | null = null;
  counts.forEach((count, index) => {
    if (cells[index]?.kind === 'value' && (next === null || count < (counts[next] ?? Infinity))) next = index;
  });
  return next;
}

/**
 * Whether what is hidden, whose sum the total gives away, leaves every small count at least two possible values. A reader
 * knows that a small one is 1 to 4, and that any other is nought or more than 4 and no larger than the least that is shown.
 */
function isAmbiguous(counts: readonly number[], cells: readonly PeopleFigure[]): boolean {
  const isShown = (_: number, index: number): boolean => cells[index]?.kind === 'value';
  const hidden = counts.filter((count, index) => !isShown(count, index));
  const sum = hidden.reduce((total, count) => total + count, 0);
  const smalls = hidden.filter(isSmall).length;
  const others = { count: hidden.length - smalls, most: Math.min(...counts.filter(isShown)) };
  return [1, 2, 3, 4].filter((value) => canSumTo(sum - value, smalls - 1, others)).length >= 2;
}

/** Whether `smalls` numbers of 1 to 4, and others that are nought or from 5 to their most, can make `sum`. */
function canSumTo(sum: number, smalls: number, others: { count: number; most: number }): boolean {
  for (let small = smalls; small <= smalls * LARGEST_SMALL; small++) {
    for (let nonzero = 0; nonzero <= others.count; nonzero++) {
      const rest = sum - small;
      if (nonzero === 0 ? rest === 0 : rest >= nonzero * (LARGEST_SMALL + 1) && rest <= nonzero * others.most) return true;
    }
  }
  return false;
}
