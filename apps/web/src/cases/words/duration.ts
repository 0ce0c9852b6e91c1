import { count } from '../../layout/words.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `12 days`, `5 hours`, `1 minute`: the largest unit that is full; below a minute, `Less than a minute`. */
export function durationWords(seconds: number): string {
  if (seconds < MINUTE) return 'Less than a minute';
  if (seconds < HOUR) return count(Math.floor(seconds / MINUTE), 'minute');
  if (seconds < DAY) return count(Math.floor(seconds / HOUR), 'hour');
  return count(Math.floor(seconds / DAY), 'day');
}
