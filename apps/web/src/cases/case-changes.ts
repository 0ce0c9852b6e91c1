import type { Form } from '../forms/form.js';
import type { ChangeRow } from '../layout/changes.js';
import { dateTime } from '../layout/times.js';
import type { Names } from '../services/names.js';
import type { CaseFile } from './case-file.js';
import { stateWords } from './words/case-words.js';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a case's own columns are called where "Someone changed this" names them. */
export const CASE_LABELS = {
  state: 'State',
  since: 'In this state since',
  heldFrom: 'State before it was put on hold',
  leadUserId: 'Lead officer',
  acceptedAt: 'Accepted',
  closedAt: 'Closed',
  criteria: 'Criteria of the forum',
  outcomeCode: 'Outcome',
  positive: 'Positive outcome',
  outcome: 'Reasons of the outcome',
} as const;

/** What only goes along with a change of state. */
const OF_STATE: readonly string[] = [CASE_LABELS.since, CASE_LABELS.heldFrom];

/** A case's columns hold codes of states and ids of people: "Someone changed this" shows their words. */
export async function tellCaseChanges(form: Form, names: Names): Promise<void> {
  if (form.changed === null) return;
  form.changed = form.changed.filter(({ field }) => !OF_STATE.includes(field));
  const known = await names.of({ userIds: form.changed.flatMap(({ from, to }) => [from, to]).filter((value) => ID.test(value)) });
  const words = (field: string, value: string) => (ID.test(value) ? known.user(value) : field === CASE_LABELS.state ? stateWords(value) : value);
  form.changed = form.changed.map((row) => ({ ...row, from: words(row.field, row.from), to: words(row.field, row.to) }));
}

/** How a case moved on from the version that a page showed: its last state, as a row of "Someone changed this". */
export function movedOnRows({ states }: CaseFile): ChangeRow[] {
  const now = states.at(-1);
  if (now === undefined) return [];
  const before = states.at(-2);
  return [{ field: 'State', from: before === undefined ? 'Nothing' : stateWords(before.state), to: stateWords(now.state), by: 'Someone else', byUser: now.byUserId, at: dateTime(now.from) }];
}
