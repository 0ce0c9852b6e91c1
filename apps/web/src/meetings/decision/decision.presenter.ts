import { peopleNames, whyNamed } from '../../cases/case-file.js';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { ChangeRow } from '../../layout/changes.js';
import { date } from '../../layout/times.js';
import type { AgendaEntry, MeetingView } from '../meeting-view.js';

export function decisionPage(meeting: MeetingView, entry: AgendaEntry, form: Form): PageAnswer {
  return page('meetings/decision/decision', {
    title: 'Record a decision',
    back: `/meetings/${meeting.id}`,
    form,
    caption: `${meeting.forumName}, ${date(meeting.at)}`,
    reference: entry.case.reference,
    caseHref: `/cases/${entry.case.id}`,
    people: peopleNames(entry.case.people),
    whyNamed: whyNamed(entry.case.people),
    earlier: entry.decision,
    why: entry.why,
  });
}

/** The service knows of a decision only that there is another one: its words are read with the meeting. */
export function tellDecision(form: Form, { decision }: AgendaEntry): void {
  if (form.changed === null) return;
  form.changed = form.changed
    .filter(({ field }) => field === DECISION)
    .map((row): ChangeRow => ({ ...row, from: row.from === 'Nothing' ? row.from : 'An earlier decision', to: decision ?? 'A decision that is not shared with you' }));
}

const DECISION = 'Decision';
export const DECISION_LABELS = { decisionItemId: DECISION };
