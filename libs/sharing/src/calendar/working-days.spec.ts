import { describe, expect, it } from '@jest/globals';
import { isWorkingDay, londonDate, workingDaysBefore } from './working-days.js';

describe('working days of England', () => {
  it('leave out weekends and bank holidays', () => {
    const days = ['2026-12-24', '2026-12-25', '2026-12-26', '2026-12-27', '2026-12-28', '2026-12-29'];
    expect(days.filter(isWorkingDay)).toEqual(['2026-12-24', '2026-12-29']);
  });

  it('count back from a meeting to the day its agenda is due', () => {
    expect(workingDaysBefore(new Date('2027-01-05T10:00:00Z'), 5)).toBe('2026-12-24');
    expect(workingDaysBefore(new Date('2026-11-25T10:00:00Z'), 0)).toBe('2026-11-25');
  });

  it('know the date in London just after midnight in summer', () => {
    expect(londonDate(new Date('2026-06-30T23:30:00Z'))).toBe('2026-07-01');
  });
});
