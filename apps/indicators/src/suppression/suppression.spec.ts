import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { suppressedParts, suppressedRatio, suppressedYear } from './suppression.js';

/** Every list of counts that a reader of what is published must think possible. */
function* readings(counts: readonly number[], cells: readonly { kind: string }[]): Generator<number[]> {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shown = counts.filter((_, index) => cells[index]?.kind === 'value');
  const most = Math.min(total, ...shown);
  const choices = counts.map((count, index) => {
    if (cells[index]?.kind === 'value') return [count];
    if (cells[index]?.kind === 'small') return [1, 2, 3, 4];
    return Array.from({ length: most + 1 }, (_, value) => value).filter((value) => value === 0 || value > 4);
  });
  const walk = function* (index: number, rest: number, made: number[]): Generator<number[]> {
    const options = choices[index];
    if (options === undefined) {
      if (rest === 0) yield made;
    } else for (const value of options) if (value <= rest) yield* walk(index + 1, rest - value, [...made, value]);
  };
  yield* walk(0, total, []);
}

describe('small numbers', () => {
  it('are hidden with the next smallest, where the total would give them away', () => {
    expect(suppressedParts([3, 20, 40])).toEqual({ cells: [{ kind: 'small' }, { kind: 'hidden' }, { kind: 'value', value: 40 }], total: { kind: 'value', value: 63 } });
    expect(suppressedParts([10, 20]).cells.every(({ kind }) => kind === 'value')).toBe(true);
    expect(suppressedParts([2, 0])).toEqual({ cells: [{ kind: 'small' }, { kind: 'value', value: 0 }], total: { kind: 'small' } });
    expect(suppressedParts([4, 4])).toEqual({ cells: [{ kind: 'small' }, { kind: 'small' }], total: { kind: 'hidden' } });
    expect(suppressedParts([1, 5])).toEqual({ cells: [{ kind: 'small' }, { kind: 'hidden' }], total: { kind: 'hidden' } });
  });

  it('cannot be worked out from a total', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 2, maxLength: 4 }), (counts) => {
        const { cells, total } = suppressedParts(counts);
        counts.forEach((count, index) => expect(count >= 1 && count <= 4 ? cells[index]?.kind : 'small').toBe('small'));
        if (total.kind !== 'value') return;
        const possible = [...readings(counts, cells)];
        counts.forEach((_, index) => {
          if (cells[index]?.kind === 'small') expect(new Set(possible.map((one) => one[index])).size).toBeGreaterThan(1);
        });
      }),
    );
  });

  it('hide their year, and no quarter that was shown before', () => {
    expect(suppressedYear([3, 20, 30, 40, 93])).toEqual([
      { kind: 'small' }, { kind: 'value', value: 20 }, { kind: 'value', value: 30 }, { kind: 'value', value: 40 }, { kind: 'hidden' },
    ]);
    expect(suppressedYear([0, 5, 6, 7, 18]).every(({ kind }) => kind === 'value')).toBe(true);
  });

  it('of events leave no average or percentage', () => {
    expect([suppressedRatio(4.5, 19), suppressedRatio(4.5, 20), suppressedRatio(null, 0)]).toEqual([{ kind: 'hidden' }, { kind: 'value', value: 4.5 }, { kind: 'none' }]);
  });
});
