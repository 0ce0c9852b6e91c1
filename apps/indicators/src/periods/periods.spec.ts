import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { columnNotation, readPeriod, yearToDate } from './notation.js';
import { daysOf, financialQuarter, financialYear, financialYearOf, isDate, months, periodBefore, periodLabel, wholeMonths, yearBefore } from './period.js';

const period = (start: string, end: string) => ({ kind: 'period', period: { start, end } });

describe('notations of periods', () => {
  it.each([
    ['2018/19', '2018-04-01', '2019-04-01'],
    ['2018-19', '2018-04-01', '2019-04-01'],
    ['1999/00', '1999-04-01', '2000-04-01'],
    ['2018/2019', '2018-04-01', '2019-04-01'],
    ['2018-10', '2018-10-01', '2018-11-01'],
    ['2018-12', '2018-12-01', '2019-01-01'],
    ['2010-11', '2010-11-01', '2010-12-01'],
    ['Oct 2018', '2018-10-01', '2018-11-01'],
    ['october 2018', '2018-10-01', '2018-11-01'],
    ['Dec 23', '2023-12-01', '2024-01-01'],
    ['Mar-24', '2024-03-01', '2024-04-01'],
    ['Mar – 24', '2024-03-01', '2024-04-01'],
    ['Mar -24', '2024-03-01', '2024-04-01'],
    ['Q3 2014-15', '2014-10-01', '2015-01-01'],
    ['Q4 2014/15', '2015-01-01', '2015-04-01'],
    ['Apr-Dec 2014', '2014-04-01', '2015-01-01'],
    ['Oct-Mar 2015', '2014-10-01', '2015-04-01'],
    ['Oct 2014 to Mar 2015', '2014-10-01', '2015-04-01'],
    ['2022-04/2022-09', '2022-04-01', '2022-10-01'],
    ['12 months to Mar 2015', '2014-04-01', '2015-04-01'],
    ['2018-10-05/2018-10-08', '2018-10-05', '2018-10-08'],
  ])('reads %s', (text, start, end) => {
    expect(readPeriod(text)).toEqual(period(start, end));
  });

  it('reads a year to date as its beginning, and takes its end from elsewhere', () => {
    expect(readPeriod('2022-ytd')).toEqual({ kind: 'year-to-date', start: '2022-04-01' });
    expect(yearToDate('2022-04-01', '2022-12-01')).toEqual({ start: '2022-04-01', end: '2022-12-01' });
    expect(yearToDate('2022-04-01', '2023-04-02')).toBeNull();
    expect(yearToDate('2022-04-01', '2022-04-01')).toBeNull();
  });

  it.each(['', '2018', '2018-13', '2018-00', '2018-20', '2018/20', 'Q5 2014-15', 'Q1 2014-16', 'Foo 2018', '2022-09/2022-04', '0 months to Mar 2015', 'Ma 2018', '2018-02-30/2018-03-01'])(
    'does not read "%s"',
    (text) => {
      expect(readPeriod(text)).toMatchObject({ kind: 'unreadable' });
    },
  );

  it('reads 2010-11 as a financial year where another value of its column can be nothing else', () => {
    expect(readPeriod('2010-11', columnNotation(['2010-11', '2011-12']))).toEqual(period('2010-11-01', '2010-12-01'));
    expect(readPeriod('2010-11', columnNotation(['2010-11', '2012-13']))).toEqual(period('2010-04-01', '2011-04-01'));
    expect(readPeriod('2010-11', columnNotation(['2018/19', '2010-11']))).toEqual(period('2010-04-01', '2011-04-01'));
    expect(readPeriod('2010-11', columnNotation(['2010-11', '2022-ytd']))).toEqual(period('2010-11-01', '2010-12-01'));
  });
});

describe('periods', () => {
  const year = fc.integer({ min: 1900, max: 2100 });
  const month = fc.integer({ min: 1, max: 12 });

  it('of whole months are read back from both ways of writing them', () => {
    fc.assert(
      fc.property(year, month, fc.integer({ min: 1, max: 40 }), (y, m, count) => {
        const one = months(y, m, count);
        const last = months(Number(one.end.slice(0, 4)), Number(one.end.slice(5, 7)) - 1);
        expect(readPeriod(`${one.start.slice(0, 7)}/${last.start.slice(0, 7)}`)).toEqual({ kind: 'period', period: one });
        expect(wholeMonths(one)).toBe(count);
        expect(daysOf(one)).toBeGreaterThanOrEqual(28 * count);
        expect(isDate(one.start) && isDate(one.end)).toBe(true);
        expect(periodBefore(one)?.end).toBe(one.start);
        expect(wholeMonths(yearBefore(one))).toBe(count);
      }),
    );
  });

  it('of a financial year are its four quarters', () => {
    fc.assert(
      fc.property(year, (y) => {
        const quarters = [1, 2, 3, 4].map((quarter) => financialQuarter(y, quarter));
        expect(quarters.reduce((days, quarter) => days + daysOf(quarter), 0)).toBe(daysOf(financialYear(y)));
        expect([quarters[0]?.start, quarters[3]?.end]).toEqual([financialYear(y).start, financialYear(y).end]);
        expect(quarters.map(({ start }) => financialYearOf(start))).toEqual([y, y, y, y]);
      }),
    );
  });

  it('are written as people read them', () => {
    expect(periodLabel(months(2018, 10))).toBe('October 2018');
    expect(periodLabel(months(2018, 4, 3))).toBe('April to June 2018');
    expect(periodLabel(financialYear(2018))).toBe('April 2018 to March 2019');
    expect(periodLabel({ start: '2018-10-05', end: '2018-10-08' })).toBe('5 October 2018 to 7 October 2018');
  });

  it('a year before the end of February is the end of February', () => {
    expect(yearBefore({ start: '2024-02-29', end: '2024-03-01' })).toEqual({ start: '2023-02-28', end: '2023-03-01' });
  });
});
