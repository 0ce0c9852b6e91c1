import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { Journey } from '../journey.js';
import { backupCodesForm } from './backup-codes.form.js';

export function backupCodesPage(codes: readonly string[], journey: Journey, form: Form = backupCodesForm.blank()): PageAnswer {
  return page('account/backup-codes/backup-codes', { title: 'Keep your backup codes', form, journey, codes });
}
