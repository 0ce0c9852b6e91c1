import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { withReturn } from '../../session/return-path.js';
import type { Journey } from '../journey.js';
import { backupCodeForm } from './backup-code.form.js';

export function backupCodePage(journey: Journey, form: Form = backupCodeForm.blank()): PageAnswer {
  return page('account/backup-code/backup-code', {
    title: 'Enter one of your backup codes',
    back: withReturn('/sign-in/second-factor', journey.to),
    form,
    journey,
  });
}
