import { shortened } from '../values/value.js';
import { financialQuarter, financialYear, isDate, monthNamed, months, type Period } from './period.js';

/** A period, or a year to date whose end stands elsewhere, or what is wrong. */
export type PeriodReading = { kind: 'period'; period: Period } | { kind: 'year-to-date'; start: string } | { kind: 'unreadable'; problem: string };

type Notation = readonly [pattern: RegExp, read: (...groups: string[]) => PeriodReading | null];

const found = (period: Period): PeriodReading => ({ kind: 'period', period });
const wrong = (problem: string): PeriodReading => ({ kind: 'unreadable', problem });

/** `Dec 23` is of this century. */
const fullYear = (digits: string): number => (digits.length === 2 ? 2000 + Number(digits) : Number(digits));

/** Whether `2018-19` or `2018/2019` names a year and the next. */
const isNextYear = (year: string, next: string): boolean =>
  next.length === 4 ? Number(next) === Number(year) + 1 : Number(next) === (Number(year) + 1) % 100;

const isMonth = (digits: string): boolean => digits.length === 2 && Number(digits) >= 1 && Number(digits) <= 12;

/** Both months included; null when the last stands before the first. */
function monthRange(fromYear: number, from: number, toYear: number, to: number): PeriodReading | null {
  const count = (toYear - fromYear) * 12 + (to - from) + 1;
  return count < 1 ? null : found(months(fromYear, from, count));
}

const NAME = '([a-z]{3,9})\\.?';
const YEAR = '(\\d{4})';
const DASH = '\\s*[-\u2013\u2014]\\s*';

const NOTATIONS: readonly Notation[] = [
  [new RegExp(`^${YEAR}/(\\d{2}|\\d{4})$`), (year = '', next = '') => (isNextYear(year, next) ? found(financialYear(Number(year))) : null)],
  [new RegExp(`^${YEAR}-(\\d{4})$`), (year = '', next = '') => (isNextYear(year, next) ? found(financialYear(Number(year))) : null)],
  [new RegExp(`^${YEAR}-ytd$`), (year = '') => ({ kind: 'year-to-date', start: financialYear(Number(year)).start })],
  [
    new RegExp(`^q([1-4])\\s+${YEAR}[-/](\\d{2}|\\d{4})$`),
    (quarter = '', year = '', next = '') => (isNextYear(year, next) ? found(financialQuarter(Number(year), Number(quarter))) : null),
  ],
  [
    new RegExp(`^${YEAR}-(\\d{2})/${YEAR}-(\\d{2})$`),
    (fromYear = '', from = '', toYear = '', to = '') =>
      isMonth(from) && isMonth(to) ? monthRange(Number(fromYear), Number(from), Number(toYear), Number(to)) : null,
  ],
  [
    /^(\d{4}-\d{2}-\d{2})\/(\d{4}-\d{2}-\d{2})$/,
    (start = '', end = '') => (isDate(start) && isDate(end) && start < end ? found({ start, end }) : null),
  ],
  [
    // The year stands once, after the last month: `Oct-Mar 2015` began in October 2014.
    new RegExp(`^${NAME}(?:${DASH}|\\s+to\\s+)${NAME}\\s+${YEAR}$`),
    (fromName = '', toName = '', year = '') => {
      const from = monthNamed(fromName);
      const to = monthNamed(toName);
      if (from === null || to === null) return null;
      return monthRange(Number(year) - (from > to ? 1 : 0), from, Number(year), to);
    },
  ],
  [
    new RegExp(`^${NAME}\\s+${YEAR}(?:${DASH}|\\s+to\\s+)${NAME}\\s+${YEAR}$`),
    (fromName = '', fromYear = '', toName = '', toYear = '') => {
      const from = monthNamed(fromName);
      const to = monthNamed(toName);
      return from === null || to === null ? null : monthRange(Number(fromYear), from, Number(toYear), to);
    },
  ],
  [
    new RegExp(`^(\\d{1,3})\\s+months\\s+to\\s+${NAME}\\s+${YEAR}$`),
    (count = '', name = '', year = '') => {
      const last = monthNamed(name);
      if (last === null || Number(count) < 1) return null;
      return found(months(Number(year), last - Number(count) + 1, Number(count)));
    },
  ],
  [
    new RegExp(`^${NAME}(?:${DASH}|\\s+)(\\d{2}|\\d{4})$`),
    (name = '', year = '') => {
      const month = monthNamed(name);
      return month === null ? null : found(months(fullYear(year), month));
    },
  ],
];

/** `2010-11`: a month or a financial year, by the column that it stands in. */
const HYPHENATED = new RegExp(`^${YEAR}-(\\d{2})$`);

export interface NotationOptions {
  /** What `2010-11` is where nothing else decides: by itself, a month. */
  hyphenated?: 'month' | 'financial-year';
}

/** Reads one period in any of the notations that people use. */
export function readPeriod(text: string, options: NotationOptions = {}): PeriodReading {
  const typed = text.trim().replace(/\s+/g, ' ').toLowerCase();
  const unreadable = wrong(typed === '' ? 'a period is missing' : `"${shortened(text.trim())}" is not a period`);
  try {
    const [, year, second] = HYPHENATED.exec(typed) ?? [];
    if (year !== undefined && second !== undefined) return readHyphenated(year, second, options) ?? unreadable;
    for (const [pattern, read] of NOTATIONS) {
      const match = pattern.exec(typed);
      if (match) return read(...match.slice(1)) ?? unreadable;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return unreadable;
}

function readHyphenated(year: string, second: string, options: NotationOptions): PeriodReading | null {
  const asYear = isNextYear(year, second);
  if (asYear && (options.hyphenated === 'financial-year' || !isMonth(second))) return found(financialYear(Number(year)));
  return isMonth(second) ? found(months(Number(year), Number(second))) : null;
}

/** Whether a value can be a financial year alone, and so decides what `2010-11` is in its column. */
function isFinancialYearOnly(text: string): boolean {
  const [, year = '', second = ''] = /^(\d{4})[-/](\d{2}|\d{4})$/.exec(text.trim()) ?? [];
  return isNextYear(year, second) && (text.includes('/') || !isMonth(second));
}

/** A column has one notation: what `2010-11` is in it. */
export const columnNotation = (cells: Iterable<string>): NotationOptions => {
  for (const cell of cells) if (isFinancialYearOnly(cell)) return { hyphenated: 'financial-year' };
  return { hyphenated: 'month' };
};

/** The year to date from `start` up to `end`, the first day after; null unless `end` lies within the year that began there. */
export function yearToDate(start: string, end: string): Period | null {
  const year = financialYear(Number(start.slice(0, 4)));
  return isDate(end) && end > start && end <= year.end ? { start, end } : null;
}
