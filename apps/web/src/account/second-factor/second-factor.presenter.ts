import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { withReturn } from '../../session/return-path.js';
import type { CurrentSession } from '../../session/visit.js';
import type { Journey } from '../journey.js';
import { secondFactorForm } from './second-factor.form.js';

export function secondFactorPage(session: CurrentSession, journey: Journey, form: Form = secondFactorForm.blank()): PageAnswer {
  // Else the first code of an app that is being set up was wrong, and its QR code is no longer shown.
  const given = session.stage === 'second-factor';
  return page('account/second-factor/second-factor', { title: 'Enter the code from your authenticator app', form, journey, settingUp: !given, passkey: given && session.secondFactors.includes('passkey'), backupCode: withReturn('/sign-in/backup-code', journey.to) });
}
