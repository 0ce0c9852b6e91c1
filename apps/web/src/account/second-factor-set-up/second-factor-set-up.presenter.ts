import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { withReturn } from '../../session/return-path.js';
import type { Journey } from '../journey.js';
import { secondFactorForm } from '../second-factor/second-factor.form.js';
import { qrCodeOf } from './qr-code.js';
import { setUpByLinkForm, setUpForm } from './second-factor-set-up.form.js';

export const setUpPage = (journey: Journey, form: Form = setUpForm.blank()): PageAnswer => setUp(journey, form, true);

export const setUpByLinkPage = (journey: Journey, form: Form = setUpByLinkForm.blank()): PageAnswer => setUp(journey, form, false);

function setUp(journey: Journey, form: Form, byPassword: boolean): PageAnswer {
  return page('account/second-factor-set-up/second-factor-set-up', { title: 'Set up your second factor', form, journey, byPassword, passkey: withReturn('/account/passkeys/new', journey.to) });
}

/** For who has no password and came back later than their link stands for them. */
export const linkTooOldPage = (): PageAnswer => page('account/second-factor-set-up/link-too-old', { title: 'Ask for a new link' });

/** What the authenticator app needs, shown once. */
export function scanPage(journey: Journey, begun: { uri: string }): PageAnswer {
  const secret = URL.canParse(begun.uri) ? (new URL(begun.uri).searchParams.get('secret') ?? '') : '';
  return page('account/second-factor-set-up/scan', {
    title: 'Add Concordat to your authenticator app',
    form: secondFactorForm.blank(),
    journey,
    qr: qrCodeOf(begun.uri),
    secret: secret.match(/.{1,4}/g)?.join(' ') ?? '',
  });
}
