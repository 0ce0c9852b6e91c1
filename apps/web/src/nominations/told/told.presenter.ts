import type { PageAnswer } from '../../layout/answers.js';
import { personWords, type Nomination } from '../nomination.js';
import { questionPage } from '../question.js';
import { toldForm } from './told.form.js';

export function toldFormOf({ forum }: Nomination) {
  return toldForm(personWords(forum));
}

export function blankToldForm(nomination: Nomination) {
  const { answers, version } = nomination.draft;
  const { youngPerson, parent } = answers.told ?? {};
  return toldFormOf(nomination).blank({
    personKnows: youngPerson?.knows,
    personWhyNot: youngPerson?.whyNot,
    parentKnows: parent?.knows,
    parentWhyNot: parent?.whyNot,
    version,
  });
}

export function toldPage(nomination: Nomination, form = blankToldForm(nomination)): PageAnswer {
  return questionPage('told/told', nomination, { title: 'Who knows about this nomination?', form });
}
