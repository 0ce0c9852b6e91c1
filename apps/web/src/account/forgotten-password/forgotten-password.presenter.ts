import { page, type PageAnswer } from '../../layout/answers.js';
import { forgottenPasswordForm } from './forgotten-password.form.js';

export function forgottenPasswordPage(form = forgottenPasswordForm.blank()): PageAnswer {
  return page('account/forgotten-password/forgotten-password', { title: 'Set a new password', back: '/sign-in', form });
}

export function linkSentPage(): PageAnswer {
  return page('account/forgotten-password/link-sent', { title: 'Look at your email' });
}
