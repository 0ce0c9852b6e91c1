import { z } from 'zod';

const NAMED: Readonly<Record<string, string>> = { midday: '12:00', noon: '12:00', midnight: '00:00' };
const TIME = /^(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm)?$/;

/** A time of the day as people type it: `10:30am`, `2pm`, `14.30`, `midday`. Gives `14:30`. */
export const timeOfDay = (empty: string) =>
  z.string(empty).transform((typed, context): string => {
    const time = readTime(typed.trim().toLowerCase());
    if (time !== null) return time;
    context.addIssue({ code: 'custom', message: typed.trim() === '' ? empty : 'Enter a time in the correct format, like 10:30am or 14:30' });
    return z.NEVER;
  });

export function readTime(typed: string): string | null {
  const named = NAMED[typed];
  if (named !== undefined) return named;
  const [, hours, minutes = '00', half] = TIME.exec(typed) ?? [];
  // A bare number says neither which half of the day nor the minutes.
  if (hours === undefined || (half === undefined && !/\d{2}$/.test(typed.slice(hours.length)))) return null;
  const hour = hourOf(Number(hours), half);
  return hour === null || Number(minutes) > 59 ? null : `${String(hour).padStart(2, '0')}:${minutes}`;
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour <= 23 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}
