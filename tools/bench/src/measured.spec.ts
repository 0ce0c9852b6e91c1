import { describe, expect, it } from '@jest/globals';
import { inTurn, measured } from './measured.js';

describe('measuring', () => {
  it('tells the middle and the ends of times in any order', () => {
    expect(measured([5, 1, 9, 3, 7])).toEqual({ median: 5, min: 1, max: 9, p95: 9, p99: 9 });
  });

  it('takes turns, and leaves the warm-up out', async () => {
    const turns: string[] = [];
    const contender = (name: string) => ({ name, once: () => Promise.resolve(turns.push(name)) });
    const results = await inTurn([contender('a'), contender('b')], { warmUp: 1, rounds: 2 });
    expect(turns.join('')).toBe('ababab');
    expect([results.get('a')?.min, results.get('b')?.max]).toEqual([3, 6]);
  });
});
