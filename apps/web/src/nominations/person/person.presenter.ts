import type { PageAnswer } from '../../layout/answers.js';
import { addressOf, personWords, type Nomination } from '../nomination.js';
import { questionPage } from '../question.js';
import { personForm } from './person.form.js';

export function personPage(nomination: Nomination, form = personForm.blank({ ...nomination.draft.answers.person, version: nomination.draft.version })): PageAnswer {
  return questionPage('person/person', nomination, {
    title: `More about the ${personWords(nomination.forum)}`,
    form,
    ...(nomination.checking ? {} : { back: addressOf(nomination, 'who') }),
  });
}
