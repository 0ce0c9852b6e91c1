import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { Kind } from '../kinds.js';
import { findCaseForm } from './find-case.form.js';

export function findCasePage({ path, word }: Kind, form: Form = findCaseForm.blank()): PageAnswer {
  return page('erasures/find-case/find-case', { title: `Which ${word} is the person in?`, back: `/kept/${path}/erasures`, form });
}
