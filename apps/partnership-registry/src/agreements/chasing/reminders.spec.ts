import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { remindersOf, stepOf } from './reminders.js';

const DUE = '2026-11-01';
const day = (from: string, days: number): string => DateTime.fromISO(from, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
const left = (days: number): string => day(DUE, -days);

describe('reminders of agreements', () => {
  it('are given 90, 30 and 7 days before a date, on it, and every week after', () => {
    const steps = [91, 90, 31, 30, 8, 7, 1, 0, -1, -6, -7, -13, -14].map((days) => stepOf(DUE, left(days)));
    expect(steps).toEqual([null, 90, 90, 30, 30, 7, 7, 0, 0, 0, -7, -7, -14]);
  });

  it('never go back as days pass, and never stop while nothing is done', () => {
    fc.assert(
      fc.property(fc.integer({ min: -700, max: 300 }), fc.integer({ min: 1, max: 7 }), (before, later) => {
        const [now, then] = [stepOf(DUE, left(before)), stepOf(DUE, left(before - later))];
        expect(then ?? Infinity).toBeLessThanOrEqual(now ?? Infinity);
        if (before < 0 && later === 7) expect(then).toBe((now ?? 0) - 7);
      }),
    );
  });

  it('say what is to be done, and stop when another version is in force', () => {
    const agreement = { reviewOn: '2026-06-01', validTo: '2026-11-01' };
    const kinds = (today: string, succeeded = false) => remindersOf(agreement, succeeded, today).map(({ kind }) => kind);
    expect(kinds('2026-01-01')).toEqual([]);
    expect(kinds('2026-05-20')).toEqual(['agreement-review-due']);
    expect(kinds('2026-06-02')).toEqual(['agreement-review-overdue']);
    expect(kinds('2026-10-01')).toEqual(['agreement-review-overdue', 'agreement-ending']);
    expect(kinds('2026-11-01')).toEqual(['agreement-run-out']);
    expect(kinds('2026-11-01', true)).toEqual([]);
  });
});
