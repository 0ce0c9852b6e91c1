import { DateTime } from 'luxon';

/** Now in Europe/London: every date of the demo is told from it, so that it is never out of date. */
export const now = (): DateTime => DateTime.now().setZone('Europe/London');

export const isoDate = (at: DateTime): string => at.toFormat('yyyy-MM-dd');

const instant = (at: DateTime): string => at.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");

/** Birthday of someone who is `age` today, and was some weeks ago. */
export const born = (age: number, weeksAgo: number): string => isoDate(now().minus({ years: age, weeks: weeksAgo }));

export const daysAgo = (days: number): string => isoDate(now().minus({ days }));

export const inDays = (days: number): string => isoDate(now().plus({ days }));

/** What holds for a year from today. */
export const inAYear = (): string => isoDate(now().plus({ years: 1 }));

/** The first day of the financial year that today is in. */
export function startOfFinancialYear(): DateTime {
  const april = now().startOf('year').set({ month: 4 });
  return april <= now() ? april : april.minus({ years: 1 });
}

/** In a few minutes: a meeting that begins before today's is over can be planned and held at once. */
export function shortly(): string {
  const later = now().plus({ minutes: 10 }).startOf('minute');
  return instant(later.plus({ minutes: (5 - (later.minute % 5)) % 5 }));
}

/** The second Tuesday of the coming month, at 10 in the morning. */
export function nextMonthsMeeting(): string {
  const first = now().plus({ months: 1 }).startOf('month');
  return instant(first.plus({ days: ((2 - first.weekday + 7) % 7) + 7, hours: 10 }));
}

export const justNow = (): string => instant(now());
