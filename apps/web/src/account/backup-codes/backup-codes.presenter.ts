import { buttonForm, type Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { Journey } from '../journey.js';

/** New codes, in the answer to the form that made them: no other page can show them. */
export function backupCodesPage(codes: readonly string[], journey: Journey): PageAnswer {
  return page('account/backup-codes/backup-codes', { title: 'Keep your backup codes', form: buttonForm.blank(), journey, codes });
}

/** For whoever has codes to keep: none yet, or `left` that were shown to them once. */
export function unkeptPage(left: number, journey: Journey, form: Form = buttonForm.blank()): PageAnswer {
  return left === 0
    ? page('account/backup-codes/none-yet', { title: 'Get your backup codes', form, journey })
    : page('account/backup-codes/unkept', { title: 'Have you kept your backup codes?', form, journey });
}
