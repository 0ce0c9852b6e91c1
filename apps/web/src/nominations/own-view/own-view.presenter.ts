import type { PageAnswer } from '../../layout/answers.js';
import { personWords, type Nomination } from '../nomination.js';
import { questionPage } from '../question.js';
import { ownViewForm } from './own-view.form.js';

export function blankOwnViewForm({ draft }: Nomination) {
  const { ownView } = draft.answers;
  return ownViewForm.blank({ ...ownView, asked: ownView === undefined ? undefined : ownView.view !== '', version: draft.version });
}

export function ownViewPage(nomination: Nomination, form = blankOwnViewForm(nomination)): PageAnswer {
  return questionPage('own-view/own-view', nomination, { title: `Have you asked the ${personWords(nomination.forum)} for their own view?`, form });
}
