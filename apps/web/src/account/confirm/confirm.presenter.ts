import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { Asked } from '../../session/passkeys.js';
import type { Journey } from '../journey.js';
import { passkeySignInForm } from '../passkey-sign-in/passkey-sign-in.form.js';
import { confirmForm } from './confirm.form.js';

/** `asked`: what a browser is asked for in place of the password; null for who has no passkey. */
export function confirmPage(journey: Journey, asked: Asked | null, form: Form = confirmForm.blank()): PageAnswer {
  return page('account/confirm/confirm', {
    title: 'Confirm that it is you',
    form,
    journey,
    passkey: asked === null ? null : { form: passkeySignInForm.blank({ challenge: asked.challenge }), options: JSON.stringify(asked.options) },
  });
}
