import type { readSecondFactor } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { count } from '../../layout/words.js';
import { newBackupCodesForm } from './new-backup-codes.form.js';

type SecondFactor = OutputOf<typeof readSecondFactor>;

/** `3 backup codes left` */
export const codesLeft = ({ backupCodesLeft }: SecondFactor): string => `${count(backupCodesLeft, 'backup code')} left`;

export function newBackupCodesPage(factor: SecondFactor, form: Form = newBackupCodesForm.blank()): PageAnswer {
  return page('account/new-backup-codes/new-backup-codes', { title: 'Backup codes', back: '/account', form, left: codesLeft(factor) });
}

/** After one was used to sign in; `to` is where the person was going. */
export function usedPage(factor: SecondFactor, to: string): PageAnswer {
  return page('account/new-backup-codes/used', { title: 'You have used a backup code', left: codesLeft(factor), to });
}
