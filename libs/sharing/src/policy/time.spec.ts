import { describe, expect, it } from '@jest/globals';
import { byCodePoint, sortedSet } from './code-points.js';
import { ageAt, birthdayDate, instant, startOfDay } from './time.js';

describe('dates', () => {
  it.each([
    ['2026-07-01', '2026-06-30T23:00:00Z'],
    ['2026-01-01', '2026-01-01T00:00:00Z'],
    ['2026-03-29', '2026-03-29T00:00:00Z'],
    ['2026-03-30', '2026-03-29T23:00:00Z'],
    ['2026-10-25', '2026-10-24T23:00:00Z'],
    ['1970-01-01', '1969-12-31T23:00:00Z'],
    ['1900-01-01', '1900-01-01T00:00:00Z'],
    ['2199-07-01', '2199-06-30T23:00:00Z'],
  ])('%s begins at %s', (date, start) => {
    expect(startOfDay(date)).toBe(instant(start));
  });

  it('count age from midnight in Europe/London', () => {
    expect(ageAt('2010-05-20', instant('2026-05-19T22:59:59.999Z'))).toBe(15);
    expect(ageAt('2010-05-20', instant('2026-05-19T23:00:00Z'))).toBe(16);
  });

  it('put the birthday of 29 February on 1 March in a common year', () => {
    expect(ageAt('2008-02-29', instant('2026-02-28T23:59:59Z'))).toBe(17);
    expect(ageAt('2008-02-29', instant('2026-03-01T00:00:00Z'))).toBe(18);
    expect(birthdayDate('2008-02-29', 18)).toBe('2026-03-01');
    expect(birthdayDate('2008-02-29', 16)).toBe('2024-02-29');
    expect(birthdayDate('2084-02-29', 16)).toBe('2100-03-01');
  });
});

describe('the order of code points', () => {
  it('puts what lies beyond the first plane last', () => {
    expect(sortedSet(['😀', '', 'b', 'B', '￿', 'b', 'ab', 'a'])).toEqual(['', 'B', 'a', 'ab', 'b', '￿', '😀']);
    expect(byCodePoint('a😀', 'a😁')).toBeLessThan(0);
    expect(byCodePoint('\u{1F600}', '\uD83D\uFFFF')).toBeGreaterThan(0);
  });
});
