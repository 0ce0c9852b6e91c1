const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,3})?(?:Z|[+-](\d{2}):(\d{2}))$/;
const LAST_OFFSET_MINUTES = 14 * 60;

/** What is wrong with `text` as a date, or null. */
export function calendarFault(text: string): string | null {
  const parts = DATE.exec(text);
  if (parts === null) return `must be a date as YYYY-MM-DD, not ${JSON.stringify(text)}`;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (year < 1900 || year > 2199) return `must be a date in the years 1900 to 2199, not ${text}`;
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  return exists ? null : `must be a date that exists, not ${text}`;
}

/** What is wrong with `text` as an instant, or null. */
export function clockFault(text: string): string | null {
  const parts = INSTANT.exec(text);
  if (parts === null) return `must be a date and time with an offset, of at most milliseconds, not ${JSON.stringify(text)}`;
  const wrongDate = calendarFault(parts[1] ?? '');
  if (wrongDate !== null) return wrongDate;
  const [hours, minutes, seconds, offsetHours, offsetMinutes] = [2, 3, 4, 5, 6].map((at) => Number(parts[at] ?? 0)) as [number, number, number, number, number];
  if (hours > 23 || minutes > 59 || seconds > 59) return `must be a time that exists, not ${text}`;
  if (offsetMinutes > 59 || offsetHours * 60 + offsetMinutes > LAST_OFFSET_MINUTES) return `must have an offset of at most 14:00, not ${text}`;
  return null;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
