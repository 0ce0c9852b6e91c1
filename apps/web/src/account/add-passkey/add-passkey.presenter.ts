import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { Asked } from '../../session/passkeys.js';
import type { Journey } from '../journey.js';
import { addPasskeyForm } from './add-passkey.form.js';

/** What it is added for: besides what somebody has, as the first second factor of who has none, or in place of a password. */
export interface Adding {
  why: 'besides' | 'setting-up' | 'joining';
  action: string;
  back: string;
  journey: Journey;
}

export function addPasskeyPage(asked: Asked, { why, action, back, journey }: Adding, refused?: Form): PageAnswer {
  const form = addPasskeyForm.blank({ challenge: asked.challenge, name: refused?.text('name') ?? '' });
  return page('account/add-passkey/add-passkey', {
    title: 'Add a passkey',
    back,
    action,
    form: refused?.faults.reduce((shown, { message, field }) => shown.refused(message, field === 'name' ? 'name' : null), form) ?? form,
    journey,
    options: JSON.stringify(asked.options),
    why,
  });
}
