import { CONFIRMED_MINUTES, confirmationNeeded } from '@concordat/platform-auth';
import { Clock } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { Found } from './open-sessions.js';

/** When its owner last said who they are, by our own means; null while only their agency's provider said so. */
export const confirmedAtOf = ({ confirmedAt, providerId, createdAt }: Found['session']): Date | null => confirmedAt ?? (providerId ? null : createdAt);

/** OWASP ASVS 5.0, V7.5: who finds an open desk shall not change how its owner signs in. */
@Injectable()
export class Confirmations {
  constructor(private readonly clock: Clock) {}

  /** @throws ProblemError 403 `confirmation-needed` when the session was neither opened nor confirmed lately */
  require({ session }: Found): void {
    const since = confirmedAtOf(session);
    if (since !== null && this.clock.now().getTime() - since.getTime() <= CONFIRMED_MINUTES * 60_000) return;
    throw confirmationNeeded();
  }
}
