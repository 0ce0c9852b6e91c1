import { PASSWORD_LENGTH } from '@concordat/contracts-partnership-registry';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { ownPasswordForm } from './own-password.form.js';

export function ownPasswordPage(form: Form = ownPasswordForm.blank()): PageAnswer {
  return page('account/own-password/own-password', { title: 'Change your password', back: '/account', form, least: PASSWORD_LENGTH });
}
