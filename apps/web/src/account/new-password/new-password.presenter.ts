import { PASSWORD_LENGTH } from '@concordat/contracts-partnership-registry';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { Ways } from '../../session/account-links.js';
import { linkAddress } from '../join/join.presenter.js';
import { newPasswordForm } from './new-password.form.js';

/** With the ways to sign in that there are besides, for who needs no password. */
export function newPasswordPage(token: string, { passkey, organisations }: Ways, form = newPasswordForm.blank()): PageAnswer {
  return page('account/new-password/new-password', { title: 'Choose your password', form, least: PASSWORD_LENGTH, here: linkAddress(token), passkey, organisations });
}

export function passwordSetPage(): PageAnswer {
  return page('account/new-password/password-set', { title: 'Your password is set' });
}
