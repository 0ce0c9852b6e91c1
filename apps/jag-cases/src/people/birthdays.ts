import { DateTime } from 'luxon';

/**
 * The date of a birthday in Europe/London: someone born on 29 February has theirs on 1 March in a common year.
 *
 * @param dateOfBirth ISO date
 */
export function birthday(dateOfBirth: string, age: number): string {
  const born = DateTime.fromISO(dateOfBirth, { zone: 'Europe/London' });
  const same = DateTime.fromObject({ year: born.year + age, month: born.month, day: born.day }, { zone: 'Europe/London' });
  const date = same.isValid ? same : DateTime.fromObject({ year: born.year + age, month: 3, day: 1 }, { zone: 'Europe/London' });
  return date.toISODate() ?? dateOfBirth;
}

/** Age in whole years on the day of `at` in Europe/London. */
export function ageAt(dateOfBirth: string, at: Date): number {
  const day = DateTime.fromJSDate(at, { zone: 'Europe/London' }).toISODate() ?? '';
  const years = Number(day.slice(0, 4)) - Number(dateOfBirth.slice(0, 4));
  return birthday(dateOfBirth, years) > day ? years - 1 : years;
}
