import { MOST_OPEN_SESSIONS, type listOwnSessions, type OpenSession } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import { NotFoundError } from '@concordat/platform-errors';
import { Clock, Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { Accounts } from './accounts.js';
import { Authenticator } from './authenticator.js';
import { Confirmations } from './confirmations.js';
import { OpenSessions, type Found } from './open-sessions.js';
import { SentForms } from './sent-forms.js';

/** Where somebody is signed in, and ending it: by its owner, or for them by an administrator. */
@Injectable()
export class OwnSessions {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly sessions: OpenSessions,
    private readonly confirmations: Confirmations,
    private readonly accounts: Accounts,
    private readonly forms: SentForms,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async list(token: string): Promise<OutputOf<typeof listOwnSessions>> {
    const { user, session } = await this.sessions.ready(token);
    return { items: await this.of(user.id), current: session.id };
  }

  /** Sessions of a user that hold, the newest first. */
  async of(userId: string): Promise<OpenSession[]> {
    const open = (await this.authenticator.sessionsOf(userId)).filter((session) => this.sessions.endOf({ session }) > this.clock.now());
    return open
      .sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime())
      .slice(0, MOST_OPEN_SESSIONS)
      .map(({ id, userAgent, createdAt, updatedAt }) => ({
        id,
        device: nameOf(userAgent),
        begunAt: createdAt.toISOString(),
        lastUsedAt: updatedAt.toISOString(),
      }));
  }

  /** @throws ProblemError `confirmation-needed`; NotFoundError */
  async end(token: string, sessionId: string, sending: Buffer | null): Promise<void> {
    const { user } = await this.#confirmed(token);
    await this.forms.once(sending, () =>
      this.database.transaction(NO_SCOPE, async () => {
        if (!(await this.accounts.endSession(user.id, sessionId))) throw new NotFoundError('session');
        await this.forms.take(sending, user.id);
        return user.id;
      }),
    );
  }

  /** @throws ProblemError `confirmation-needed` */
  async endOthers(token: string): Promise<void> {
    const { user, session } = await this.#confirmed(token);
    await this.authenticator.endOthers(user.id, session.token, 'ended-by-owner');
  }

  /** @throws NotFoundError for a session that is not theirs, or has ended */
  async endOf(userId: string, sessionId: string): Promise<void> {
    const session = (await this.authenticator.sessionsOf(userId)).find(({ id }) => id === sessionId);
    if (session === undefined) throw new NotFoundError('session');
    await this.authenticator.endSession(session.token, 'ended-by-administrator');
  }

  /** OWASP ASVS 5.0, V7.5.2: whoever finds an open desk shall not end its owner's other sessions. */
  async #confirmed(token: string): Promise<Found> {
    const found = await this.sessions.ready(token);
    this.confirmations.require(found);
    return found;
  }
}

/** A name as {@link BROWSER_NAME_HEADER} may give it; null for anything else. */
export function nameOf(given: string | null | undefined): string | null {
  return given !== null && given !== undefined && /^[A-Za-z0-9][A-Za-z0-9 ()./-]{0,59}$/.test(given) ? given : null;
}
