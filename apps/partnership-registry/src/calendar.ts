import { DateTime } from 'luxon';

/** The calendar date in Europe/London at an instant, e.g. `2026-02-02`. */
export function todayInLondon(now: Date): string {
  return DateTime.fromJSDate(now, { zone: 'Europe/London' }).toFormat('yyyy-MM-dd');
}
