import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { Asked } from '../../session/passkeys.js';
import { withReturn } from '../../session/return-path.js';
import type { Journey } from '../journey.js';
import { addPasskeyForm } from './add-passkey.form.js';

/** `settingUp`: it is to be the second factor of somebody who has none yet. */
export function addPasskeyPage(asked: Asked, journey: Journey, settingUp: boolean, refused?: Form): PageAnswer {
  const form = addPasskeyForm.blank({ challenge: asked.challenge, name: refused?.text('name') ?? '' });
  return page('account/add-passkey/add-passkey', {
    title: 'Add a passkey',
    back: settingUp ? withReturn('/sign-in/second-factor/set-up', journey.to) : '/account/passkeys',
    form: refused?.faults.reduce((shown, { message, field }) => shown.refused(message, field === 'name' ? 'name' : null), form) ?? form,
    journey,
    options: JSON.stringify(asked.options),
    settingUp,
  });
}
