import type { PageAnswer } from '../../layout/answers.js';
import type { Nomination } from '../nomination.js';
import { questionPage } from '../question.js';
import { dangerForm } from './danger.form.js';

export function dangerPage(nomination: Nomination, form = dangerForm.blank({ ...nomination.draft.answers.danger, version: nomination.draft.version })): PageAnswer {
  return questionPage('danger/danger', nomination, { title: 'Is anyone in danger now?', form });
}
