import type { Form } from '../forms/form.js';
import { page, type PageAnswer } from '../layout/answers.js';
import { addressOf, personWords, type Nomination } from './nomination.js';

/** A page of the journey: `template` below this folder, with what all of them show. */
export function questionPage(template: string, nomination: Nomination, model: { title: string; form: Form; back?: string; [name: string]: unknown }): PageAnswer {
  return page(`nominations/${template}`, {
    caption: `Nomination to ${nomination.draft.forumName}`,
    person: personWords(nomination.forum),
    back: addressOf(nomination, nomination.checking ? 'check' : ''),
    ...model,
  });
}
