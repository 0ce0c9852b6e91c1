import { describe, expect, it } from '@jest/globals';
import { ageAt, birthday } from './birthdays.js';

describe('birthdays', () => {
  it('fall on 1 March in a common year for somebody born on 29 February', () => {
    expect([birthday('2008-02-29', 16), birthday('2008-02-29', 17)]).toEqual(['2024-02-29', '2025-03-01']);
  });

  it('count from midnight in London, summer time included', () => {
    const [before, at] = [new Date('2026-06-30T22:59:59Z'), new Date('2026-06-30T23:00:00Z')];
    expect([ageAt('2010-07-01', before), ageAt('2010-07-01', at)]).toEqual([15, 16]);
  });
});
