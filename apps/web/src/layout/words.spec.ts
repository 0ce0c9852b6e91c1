import { describe, expect, it } from '@jest/globals';
import { date, dateTime, month, shortDate, time, today } from './times.js';
import { breaks, codeWords, count, list, number } from './words.js';

describe('times as GOV.UK writes them', () => {
  it('in Europe/London, with summer time', () => {
    expect(dateTime('2026-02-02T09:32:00.000Z')).toBe('2 February 2026 at 9:32am');
    expect(dateTime('2026-07-02T09:32:00.000Z')).toBe('2 July 2026 at 10:32am');
    expect(date('2026-06-30T23:30:00.000Z')).toBe('1 July 2026');
  });

  it.each([
    ['2026-01-05T00:00:00Z', 'midnight'],
    ['2026-01-05T12:00:00Z', 'midday'],
    ['2026-01-05T12:05:00Z', '12:05pm'],
    ['2026-01-05T00:30:00Z', '12:30am'],
    ['2026-01-05T17:00:00Z', '5pm'],
  ])('%s is %s', (at, words) => {
    expect(time(at)).toBe(words);
  });

  it('dates without times, short ones and months', () => {
    expect(date('2026-09-01')).toBe('1 September 2026');
    expect(shortDate('2026-09-01')).toBe('1 Sep 2026');
    expect(month('2026-09-01')).toBe('September 2026');
    expect(today(new Date('2026-06-30T23:30:00.000Z'))).toBe('2026-07-01');
  });

  it('nothing for nothing', () => {
    expect([date(null), dateTime(undefined), time('soon'), month(7)]).toEqual(['', '', '', '']);
  });
});

describe('words', () => {
  it('an email address breaks between its parts alone, and nothing of it is lost', () => {
    const text = 'Imogen Larkspur. sharing.lead@hinckley-bosworth.gov.example';
    expect(breaks(text)).toEqual(['Imogen Larkspur. sharing', '.lead@', 'hinckley-bosworth', '.gov', '.example']);
    expect(breaks(text).join('')).toBe(text);
    expect([breaks('No address. None'), breaks(3), breaks(null)]).toEqual([['No address. None'], ['3'], ['']]);
  });

  it('numbers, counts, lists and codes', () => {
    expect(number(12345.678)).toBe('12,345.68');
    expect([count(1, 'case'), count(2, 'case'), count(0, 'person', 'people')]).toEqual(['1 case', '2 cases', '0 people']);
    expect(list(['one', 'two', 'three'])).toBe('one, two and three');
    expect([codeWords('awaiting-triage'), codeWords('dueOn')]).toEqual(['Awaiting triage', 'Due on']);
  });
});
