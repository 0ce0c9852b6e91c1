import { DateTime } from 'luxon';

const ZONE = 'Europe/London';

/** The instant at which a calendar date is over, as `2026-02-03T00:00:00.000Z`: a place that lasts until 2 February ends then. */
export function endOfDay(date: string): string {
  return instantOf(DateTime.fromISO(date, { zone: ZONE }).plus({ days: 1 }));
}

/** The instant of a time (`14:30`) on a calendar date in Europe/London. */
export function instantAt(date: string, time: string): string {
  return instantOf(DateTime.fromISO(`${date}T${time}`, { zone: ZONE }));
}

function instantOf(at: DateTime): string {
  const instant = at.toUTC().toISO();
  if (instant === null) throw new Error('A date and a time that were checked make an instant');
  return instant;
}
