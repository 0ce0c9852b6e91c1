import type { Form } from '../forms/form.js';
import type { ChangeRow } from '../layout/changes.js';
import { dateTime } from '../layout/times.js';
import type { Names } from '../services/names.js';
import type { CaseFile } from './case-file.js';
import { stateWords } from './words/case-words.js';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A case's columns hold ids of people: "Someone changed this" shows their names. */
export async function nameChanges(form: Form, names: Names): Promise<void> {
  const rows = form.changed ?? [];
  const userIds = rows.flatMap(({ from, to }) => [from, to]).filter((value) => ID.test(value));
  if (userIds.length === 0) return;
  const known = await names.of({ userIds });
  const named = (value: string) => (ID.test(value) ? known.user(value) : value);
  for (const row of rows) {
    row.from = named(row.from);
    row.to = named(row.to);
  }
}

/** How a case moved on from the version that a page showed: its last state, as a row of "Someone changed this". */
export function movedOnRows({ states }: CaseFile): ChangeRow[] {
  const now = states.at(-1);
  if (now === undefined) return [];
  const before = states.at(-2);
  return [{ field: 'State', from: before === undefined ? 'Nothing' : stateWords(before.state), to: stateWords(now.state), by: 'Someone else', byUser: now.byUserId, at: dateTime(now.from) }];
}
