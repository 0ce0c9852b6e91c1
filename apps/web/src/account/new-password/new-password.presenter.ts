import { PASSWORD_LENGTH } from '@concordat/contracts-partnership-registry';
import { page, type PageAnswer } from '../../layout/answers.js';
import { newPasswordForm } from './new-password.form.js';

export function newPasswordPage(form = newPasswordForm.blank()): PageAnswer {
  return page('account/new-password/new-password', { title: 'Choose your password', form, least: PASSWORD_LENGTH });
}

export function linkNotValidPage(): PageAnswer {
  return page('account/new-password/link-not-valid', { title: 'This link does not work any more', status: 410 });
}

export function passwordSetPage(): PageAnswer {
  return page('account/new-password/password-set', { title: 'Your password is set' });
}
