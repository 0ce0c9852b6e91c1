import { DateTime } from 'luxon';

const ZONE = 'Europe/London';

function read(value: unknown): DateTime | null {
  const at = value instanceof Date ? DateTime.fromJSDate(value, { zone: ZONE }) : typeof value === 'string' ? DateTime.fromISO(value, { zone: ZONE }) : null;
  return at?.isValid === true ? at.setLocale('en-GB') : null;
}

/** `14 January 2025` */
export function date(value: unknown): string {
  return read(value)?.toFormat('d MMMM yyyy') ?? '';
}

/** `14 Jan 2025`, where space is short. */
export function shortDate(value: unknown): string {
  const at = read(value);
  // The locale's own short form of September has four letters.
  return at === null ? '' : `${at.day} ${at.toFormat('MMMM').slice(0, 3)} ${at.year}`;
}

/** `9:32am`, `9am`, `midday`, `midnight` */
export function time(value: unknown): string {
  const at = read(value);
  if (at === null) return '';
  if (at.minute === 0 && at.hour === 0) return 'midnight';
  if (at.minute === 0 && at.hour === 12) return 'midday';
  const hour = at.hour % 12 === 0 ? 12 : at.hour % 12;
  const minutes = at.minute === 0 ? '' : `:${String(at.minute).padStart(2, '0')}`;
  return `${hour}${minutes}${at.hour < 12 ? 'am' : 'pm'}`;
}

/** `14 January 2025 at 9:32am` */
export function dateTime(value: unknown): string {
  const at = read(value);
  return at === null ? '' : `${date(value)} at ${time(value)}`;
}

/** `January 2025` */
export function month(value: unknown): string {
  return read(value)?.toFormat('MMMM yyyy') ?? '';
}

/** Today in Europe/London, as `2025-01-14`. */
export function today(now = new Date()): string {
  return DateTime.fromJSDate(now, { zone: ZONE }).toISODate() ?? '';
}

/** The date `days` later: `2025-01-14` and 30 give `2025-02-13`. */
export function dayAfter(isoDate: string, days: number): string {
  return DateTime.fromISO(isoDate, { zone: ZONE }).plus({ days }).toISODate() ?? '';
}
