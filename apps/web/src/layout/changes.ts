import type { Change } from '@concordat/platform-errors';
import type { Visit } from '../session/visit.js';
import { date, dateTime } from './times.js';
import { codeWords } from './words.js';

/** One changed field as a row of "Someone changed this". */
export interface ChangeRow {
  field: string;
  from: string;
  to: string;
  by: string;
  at: string;
}

/** What changed, in words. `labels` names fields as the page does; `people` names users by id. */
export function describeChanges(
  changes: readonly Change[],
  visit: Visit,
  labels: Readonly<Record<string, string>> = {},
  people: Readonly<Record<string, string>> = {},
): ChangeRow[] {
  return changes.map((change) => ({
    field: labels[change.field] ?? codeWords(change.field),
    from: valueInWords(change.from),
    to: valueInWords(change.to),
    by: authorInWords(change.by, visit, people),
    at: dateTime(change.at),
  }));
}

function authorInWords(by: string | null, visit: Visit, people: Readonly<Record<string, string>>): string {
  if (by === null) return 'Concordat';
  if (by === visit.session?.user.id) return 'You, in another window';
  return people[by] ?? 'Someone else';
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
  return 'Several details';
}
