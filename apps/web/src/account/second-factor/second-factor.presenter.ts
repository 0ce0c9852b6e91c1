import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { withReturn } from '../../session/return-path.js';
import type { Journey } from '../journey.js';
import { secondFactorForm } from './second-factor.form.js';

/** `settingUp`: the first code of an app that is being set up was wrong, and its QR code is no longer shown. */
export function secondFactorPage(journey: Journey, form: Form = secondFactorForm.blank(), settingUp = false): PageAnswer {
  return page('account/second-factor/second-factor', { title: 'Enter the code from your authenticator app', form, journey, settingUp, backupCode: withReturn('/sign-in/backup-code', journey.to) });
}
