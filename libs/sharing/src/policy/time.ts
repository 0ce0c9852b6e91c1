import { DateTime } from 'luxon';

declare const brand: unique symbol;

/** Milliseconds since 1970-01-01T00:00:00Z. Branded, so that a time cannot be left out or mistaken for another number. */
export type Instant = number & { readonly [brand]: 'Instant' };

/** A calendar date as `YYYY-MM-DD`. */
export type CalendarDate = string;

export const ZONE = 'Europe/London';
export const MS_PER_HOUR = 3_600_000;

/** The instant of `text`, ISO 8601 with an offset. Throws a RangeError when it is none. */
export function instant(text: string): Instant {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new RangeError(`Not an instant: ${text}`);
  return ms as Instant;
}

export function instantOf(date: Date): Instant {
  return date.getTime() as Instant;
}

/** `hours` elapsed hours after `from`, whatever the clocks do. */
export function hoursAfter(from: Instant, hours: number): Instant {
  return (from + hours * MS_PER_HOUR) as Instant;
}

const midnights = new Map<CalendarDate, Instant>();

/** Midnight at the start of `date` in Europe/London. Throws a RangeError when there is no such date. */
export function startOfDay(date: CalendarDate): Instant {
  const known = midnights.get(date);
  if (known !== undefined) return known;
  const midnight = DateTime.fromISO(date, { zone: ZONE });
  if (!midnight.isValid) throw new RangeError(`Not a date: ${date}`);
  const start = midnight.startOf('day').toMillis() as Instant;
  midnights.set(date, start);
  return start;
}

/** The date that a calendar in Europe/London shows at `at`. */
export function dateAt(at: Instant): CalendarDate {
  return DateTime.fromMillis(at, { zone: ZONE }).toFormat('yyyy-MM-dd');
}

/**
 * Whole years of age at `at`; negative before birth. Who was born on 29 February has their birthday on 1 March
 * in a common year, which comparing month and day as text gives.
 */
export function ageAt(dateOfBirth: CalendarDate, at: Instant): number {
  const today = dateAt(at);
  const years = Number(today.slice(0, 4)) - Number(dateOfBirth.slice(0, 4));
  return today.slice(5) < dateOfBirth.slice(5) ? years - 1 : years;
}

/** The date on which a person born on `dateOfBirth` becomes `age`. */
export function birthdayDate(dateOfBirth: CalendarDate, age: number): CalendarDate {
  const year = Number(dateOfBirth.slice(0, 4)) + age;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const day = dateOfBirth.slice(5) === '02-29' && !leap ? '03-01' : dateOfBirth.slice(5);
  return `${String(year).padStart(4, '0')}-${day}`;
}

/** Whether `at` is in the period from `from` until before `to`; null is no end. */
export function within(at: Instant, from: Instant, to: Instant | null): boolean {
  return at >= from && (to === null || at < to);
}
