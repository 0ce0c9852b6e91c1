import { ProblemError } from '@concordat/platform-errors';
import { caller } from './caller.js';

/** Minutes for which somebody who said who they are is believed, where what they do cannot be undone or opens an account. */
export const CONFIRMED_MINUTES = 10;

/** 403 `confirmation-needed`: the web asks who they are, and goes on with what they were doing. */
export const confirmationNeeded = (): ProblemError =>
  new ProblemError({ status: 403, code: 'confirmation-needed', title: 'Confirm that it is you', detail: 'Give your password or a passkey again, and then do this.' });

/**
 * OWASP ASVS 5.0, V7.5: who finds an open desk shall do nothing that cannot be undone.
 *
 * @throws ProblemError 403 `confirmation-needed` when the caller neither signed in nor said who they are within the last ten minutes
 */
export function demandConfirmed(now: Date): void {
  const { confirmedAt } = caller();
  if (confirmedAt !== null && now.getTime() - confirmedAt.getTime() <= CONFIRMED_MINUTES * 60_000) return;
  throw confirmationNeeded();
}
