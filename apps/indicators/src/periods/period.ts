/** A pair of dates, half open: `end` is the first day after. Dates are ISO 8601, so that they compare as text. */
export interface Period {
  readonly start: string;
  readonly end: string;
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** Number of the month that a name or its beginning means (`oct`, `Sept`, `October`); null for another word. */
export function monthNamed(name: string): number | null {
  const word = name.toLowerCase();
  if (word.length < 3) return null;
  const index = MONTHS.findIndex((month) => month.toLowerCase().startsWith(word));
  return index < 0 ? null : index + 1;
}

/** Years of four digits, so that dates compare as text. */
const isYear = (year: number): boolean => Number.isInteger(year) && year >= 1100 && year <= 9900;

/** First day of a month, counted from any month of any year: month 13 is January of the next. */
function firstOf(year: number, month: number): string {
  const months = year * 12 + (month - 1);
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`;
}

/** `count` whole months from `month` (1 to 12) of `year`. */
export function months(year: number, month: number, count = 1): Period {
  if (!isYear(year)) throw new RangeError(`${year} is not a year`);
  return { start: firstOf(year, month), end: firstOf(year, month + count) };
}

/** April of `year` to March of the next. */
export const financialYear = (year: number): Period => months(year, 4, 12);

/** Quarter 1 to 4 of the financial year that begins in April of `year`. */
export const financialQuarter = (year: number, quarter: number): Period => months(year, 4 + 3 * (quarter - 1), 3);

/** The year in whose April the financial year of a date begins. */
export const financialYearOf = (date: string): number => Number(date.slice(0, 4)) - (date.slice(5, 7) < '04' ? 1 : 0);

/** A date that the calendar has, as ISO 8601. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

const DAY = 86_400_000;
const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;

/** How many days it has: the exposure of a count. */
export const daysOf = (period: Period): number => dayNumber(period.end) - dayNumber(period.start);

function yearEarlier(date: string): string {
  const earlier = `${Number(date.slice(0, 4)) - 1}${date.slice(4)}`;
  return isDate(earlier) ? earlier : `${earlier.slice(0, 8)}28`;
}

/** The same period a year before. */
export const yearBefore = (period: Period): Period => ({ start: yearEarlier(period.start), end: yearEarlier(period.end) });

/** The period of as many months that ends where this one begins; null if it is not of whole months. */
export function periodBefore(period: Period): Period | null {
  const count = wholeMonths(period);
  if (count === null) return null;
  return months(Number(period.start.slice(0, 4)), Number(period.start.slice(5, 7)) - count, count);
}

export const isSamePeriod = (a: Period, b: Period): boolean => a.start === b.start && a.end === b.end;

/** How many months a period of whole months has; null for another. */
export function wholeMonths(period: Period): number | null {
  if (!period.start.endsWith('-01') || !period.end.endsWith('-01')) return null;
  const monthNumber = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  return monthNumber(period.end) - monthNumber(period.start);
}

/** The day before a date. */
export const dayBefore = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) - DAY).toISOString().slice(0, 10);
const monthAndYear = (date: string): string => `${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''} ${date.slice(0, 4)}`;
const dayMonthYear = (date: string): string => `${Number(date.slice(8))} ${monthAndYear(date)}`;

/** As GOV.UK writes it: "October 2018", "April to June 2018", "April 2018 to March 2019", "1 April to 7 May 2018" with both years. */
export function periodLabel(period: Period): string {
  const last = dayBefore(period.end);
  const count = wholeMonths(period);
  if (count === 1) return monthAndYear(period.start);
  if (count === null) return `${dayMonthYear(period.start)} to ${dayMonthYear(last)}`;
  const sameYear = period.start.slice(0, 4) === last.slice(0, 4);
  return `${sameYear ? (MONTHS[Number(period.start.slice(5, 7)) - 1] ?? '') : monthAndYear(period.start)} to ${monthAndYear(last)}`;
}
