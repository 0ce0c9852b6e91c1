import type { Change } from '@concordat/platform-errors';
import type { Visit } from '../session/visit.js';
import { date, dateTime } from './times.js';
import { codeWords } from './words.js';

/** One changed field as a row of "Someone changed this"; ids of people and agencies become names as the page is rendered. */
export interface ChangeRow {
  field: string;
  from: string;
  to: string;
  /** Who, in words; of a colleague only once the page is rendered, from `byUser`. */
  by: string;
  byUser: string | null;
  at: string;
}

/** What changed, in words. `labels` names fields as the page does. */
export function describeChanges(changes: readonly Change[], visit: Visit, labels: Readonly<Record<string, string>> = {}): ChangeRow[] {
  const self = visit.session?.user.id;
  return changes.map(({ field, from, to, by, at }) => ({
    field: labels[field] ?? codeWords(field.replace(/(User|Agency)?Ids?$/, '')),
    from: valueInWords(from),
    to: valueInWords(to),
    by: by === null ? 'Concordat' : by === self ? 'You, in another window' : 'Someone else',
    byUser: by === self ? null : by,
    at: dateTime(at),
  }));
}

function valueInWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'Nothing';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') {
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return date(value);
    if (/^\d{4}-\d\d-\d\dT/.test(value)) return dateTime(value);
    return /^[a-z]+(-[a-z]+)+$/.test(value) ? codeWords(value) : value;
  }
  if (Array.isArray(value)) return value.map(valueInWords).join(', ');
  // What people wrote about somebody is read where it stands alone.
  if (typeof value === 'object' && 'sealed' in value) return 'A text that is not shown here';
  return 'Several details';
}
