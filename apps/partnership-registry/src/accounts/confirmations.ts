import { ProblemError } from '@concordat/platform-errors';
import { Clock } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { Found } from './open-sessions.js';

/** Minutes for which somebody who said who they are is believed, when what they do changes how they sign in. */
export const CONFIRMED_MINUTES = 10;

/** OWASP ASVS 5.0, V7.5: who finds an open desk shall not change how its owner signs in. */
@Injectable()
export class Confirmations {
  constructor(private readonly clock: Clock) {}

  /** @throws ProblemError 403 `confirmation-needed` when the session was neither opened nor confirmed lately */
  require({ session }: Found): void {
    const since = session.confirmedAt ?? session.createdAt;
    if (this.clock.now().getTime() - since.getTime() <= CONFIRMED_MINUTES * 60_000) return;
    throw new ProblemError({ status: 403, code: 'confirmation-needed', title: 'Confirm that it is you', detail: 'Give your password or a passkey again, and then do this.' });
  }
}
