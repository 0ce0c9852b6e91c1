import { PASSWORD_LENGTH } from '@concordat/contracts-partnership-registry';
import type { Form } from '../forms/form.js';
import { page, type PageAnswer } from '../layout/answers.js';
import { codeForm } from './set-up.form.js';

export function codePage(form: Form = codeForm.blank()): PageAnswer {
  return page('set-up/code', { title: 'Set up Concordat', form });
}

export function partnershipPage(form: Form, kinds: readonly { code: string; name: string }[]): PageAnswer {
  return page('set-up/partnership', {
    title: 'Make your partnership',
    form,
    least: PASSWORD_LENGTH,
    kinds: kinds.map(({ code, name }) => ({ value: code, text: name })),
  });
}

export function setUpDonePage(): PageAnswer {
  return page('set-up/set-up-done', { title: 'Your partnership is made' });
}
