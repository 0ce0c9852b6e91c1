import { describe, expect, it } from '@jest/globals';
import { assert, date, integer, property } from 'fast-check';
import { dueOn, stateOf, stepOf, suspendsOn, thoughtOf } from './review-dates.js';

const iso = (day: Date): string => day.toISOString().slice(0, 10);
const days = date({ min: new Date('2024-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }).map(iso);
const after = (day: string, count: number): string => iso(new Date(Date.parse(day) + count * 86_400_000));

describe('the dates of a review', () => {
  it('ask for a confirmation a year after the last one, and suspend a month later', () => {
    expect([dueOn('2026-03-01'), suspendsOn('2026-03-01')]).toEqual(['2027-03-01', '2027-03-31']);
    expect(['2027-01-29', '2027-01-30', '2027-02-28', '2027-03-01'].map((today) => stateOf({ reviewedOn: '2026-03-01', suspendedOn: null }, today)))
      .toEqual(['confirmed', 'due', 'due', 'overdue']);
  });

  it('tell five times, each once, and never again after a later one', () => {
    assert(property(days, (reviewedOn) => {
      const steps = Array.from({ length: 420 }, (_, day) => stepOf(reviewedOn, after(reviewedOn, day)));
      expect(steps.filter((step, day) => step !== steps[day - 1])).toEqual([null, 30, 7, 0, -14, -23]);
    }), { numRuns: 20 });
  });

  it('are thought of from the day on which the first is told', () => {
    assert(property(days, integer({ min: 0, max: 500 }), (reviewedOn, day) => {
      const today = after(reviewedOn, day);
      expect(reviewedOn <= thoughtOf(today)).toBe(stepOf(reviewedOn, today) !== null);
      expect(stateOf({ reviewedOn, suspendedOn: null }, today) === 'confirmed').toBe(stepOf(reviewedOn, today) === null);
    }));
  });
});
