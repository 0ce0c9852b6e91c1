import Holidays from 'date-holidays';
import { DateTime } from 'luxon';

const ZONE = 'Europe/London';
const calendar = new Holidays('GB', 'ENG', { types: ['public', 'bank'] });
const holidays = new Map<number, ReadonlySet<string>>();

/** Bank holidays of England in a year, as ISO dates. */
function bankHolidays(year: number): ReadonlySet<string> {
  const known = holidays.get(year);
  if (known) return known;
  const days = new Set(calendar.getHolidays(year).map((holiday) => holiday.date.slice(0, 10)));
  holidays.set(year, days);
  return days;
}

/** Monday to Friday, and no bank holiday of England. @param isoDate in Europe/London */
export function isWorkingDay(isoDate: string): boolean {
  const day = DateTime.fromISO(isoDate, { zone: ZONE });
  return day.weekday <= 5 && !bankHolidays(day.year).has(isoDate);
}

/** The date that lies `count` working days before the day of `at` in Europe/London. */
export function workingDaysBefore(at: Date, count: number): string {
  let day = DateTime.fromJSDate(at, { zone: ZONE }).startOf('day');
  for (let left = count; left > 0; ) {
    day = day.minus({ days: 1 });
    if (isWorkingDay(dateOf(day))) left -= 1;
  }
  return dateOf(day);
}

// Swedish dates are ISO dates.
const isoDates = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE });

/** The date of an instant in Europe/London. */
export const londonDate = (at: Date): string => isoDates.format(at);

function dateOf(day: DateTime): string {
  const date = day.toISODate();
  if (date === null) throw new Error('Not a date');
  return date;
}

/** The same time of day in Europe/London on the next working day. */
export function workingDayAfter(at: Date): Date {
  let day = DateTime.fromJSDate(at, { zone: ZONE });
  do day = day.plus({ days: 1 });
  while (!isWorkingDay(dateOf(day)));
  return day.toJSDate();
}
