import type { Form } from '../../forms/form.js';
import type { PageAnswer } from '../../layout/answers.js';
import { date } from '../../layout/times.js';
import type { Nomination } from '../nomination.js';
import { questionPage } from '../question.js';

export function discardPage(nomination: Nomination, form: Form): PageAnswer {
  const { draft } = nomination;
  const { person } = draft.answers;
  return questionPage('discard/discard', nomination, {
    title: 'Do you want to discard this nomination?',
    form,
    rows: [
      { key: 'Forum', text: draft.forumName },
      ...(person === undefined ? [] : [{ key: 'Name', text: `${person.givenName} ${person.familyName}` }]),
      { key: 'Started', text: date(draft.startedAt) },
    ],
  });
}
