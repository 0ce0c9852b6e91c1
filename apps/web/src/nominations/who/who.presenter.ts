import type { Form } from '../../forms/form.js';
import type { PageAnswer } from '../../layout/answers.js';
import { agesInWords } from '../ages.js';
import { addressOf, personWords, type Nomination } from '../nomination.js';
import { questionPage } from '../question.js';
import { whoForm } from './who.form.js';

export function whoFormOf({ draft, forum }: Nomination) {
  return whoForm(draft.forumName, forum ?? { minimumAge: null, maximumAge: null });
}

export function blankWhoForm(nomination: Nomination): Form {
  const { answers, version } = nomination.draft;
  return whoFormOf(nomination).blank({ ...answers.person, version });
}

export function whoPage(nomination: Nomination, form = blankWhoForm(nomination)): PageAnswer {
  const { draft, forum } = nomination;
  const ages = forum === null ? '' : agesInWords(forum);
  return questionPage('who/who', nomination, {
    title: `Who is the ${personWords(forum)}?`,
    form,
    // Named, because the page is shown in answer to another page's form too.
    action: addressOf(nomination, 'who'),
    ages: ages === '' ? null : `${draft.forumName} takes people ${ages}.`,
  });
}
