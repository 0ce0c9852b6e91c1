import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { Asked } from '../../session/passkeys.js';
import { withReturn } from '../../session/return-path.js';
import type { SecondFactorKind } from '@concordat/contracts-partnership-registry';
import type { Journey } from '../journey.js';
import { passkeySignInForm } from './passkey-sign-in.form.js';

/** `besides`: the second factors of somebody who gave their password already; null for whoever signs in with the passkey alone. */
export function passkeyPage(asked: Asked, journey: Journey, besides: readonly SecondFactorKind[] | null, refused?: Form): PageAnswer {
  return page('account/passkey-sign-in/passkey-sign-in', {
    title: besides === null ? 'Sign in with a passkey' : 'Use your passkey',
    form: shownAgain(asked, refused),
    journey,
    options: JSON.stringify(asked.options),
    ...(besides === null ? { back: withReturn('/sign-in', journey.to) } : {}),
    alone: besides === null,
    code: besides?.includes('app') ? withReturn('/sign-in/second-factor', journey.to) : null,
  });
}

/** With a challenge of now: the one before was used. */
function shownAgain(asked: Asked, refused: Form | undefined): Form {
  const form = passkeySignInForm.blank({ challenge: asked.challenge });
  return refused === undefined ? form : refused.faults.reduce((shown, { message }) => shown.refused(message), form);
}
