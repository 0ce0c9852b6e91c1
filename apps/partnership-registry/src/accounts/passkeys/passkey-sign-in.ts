import type { confirmIdentity } from '@concordat/contracts-partnership-registry';
import type { InputOf } from '@concordat/contracts-protocol';
import { NotSignedInError } from '@concordat/platform-errors';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { Accounts } from '../accounts.js';
import { Attempts } from '../attempts.js';
import { Authenticator } from '../authenticator.js';
import { OpenSessions, type Found, type Session } from '../open-sessions.js';
import { SessionTokens } from '../session-tokens.js';
import { refusedAs, secondFactorNeeded, wrongCredentials, wrongPasskey } from '../sign-in.errors.js';
import { SignInLog } from '../sign-in-log.js';
import { PasskeyProofs, type Shown } from './passkey-proofs.js';

/** Signing in with a passkey, alone or besides a password, and saying again who one is. */
@Injectable()
export class PasskeySignIn {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly tokens: SessionTokens,
    private readonly sessions: OpenSessions,
    private readonly attempts: Attempts,
    private readonly proofs: PasskeyProofs,
    private readonly accounts: Accounts,
    private readonly database: Database,
    private readonly signIns: SignInLog,
  ) {}

  /** @throws ProblemError `wrong-passkey`, also for a closed account; `too-many-attempts` */
  async signIn(shown: Shown, address: string): Promise<Session> {
    return this.attempts.attempt(`passkey ${shown.passkey.id}`, address, 'passkey', async () => this.#open(await this.proofs.ownerOf(shown)));
  }

  /** @throws ProblemError `wrong-passkey`, `too-many-attempts`; NotSignedInError where no second factor is waited for */
  async give(token: string, shown: Shown, address: string): Promise<Session> {
    const { user, open } = await this.#waiting(token);
    return this.attempts.attempt(user.email, address, 'passkey', async (of) => {
      of([user.id]);
      if ((await this.proofs.ownerOf(shown)) !== user.id) throw wrongPasskey();
      if (open !== null) return this.sessions.goOn(token, open, 'passkey');
      const opened = await this.#open(user.id);
      await this.tokens.forget(token, 'replaced');
      return opened;
    });
  }

  /** @throws ProblemError `wrong-credentials`, `wrong-passkey`, `too-many-attempts` */
  async confirm(token: string, given: InputOf<typeof confirmIdentity>['body'], address: string): Promise<void> {
    const found = await this.sessions.find(token);
    // Whom their agency let in may have to say it before they set up a second factor.
    if (!['ready', 'set-up-second-factor'].includes(this.sessions.stageOf(found))) throw secondFactorNeeded();
    const { user, session } = found;
    const factor = 'password' in given ? 'password' : 'passkey';
    await this.attempts.attempt(user.email, address, factor, async (of) => {
      of([user.id]);
      if ('password' in given) {
        await this.authenticator.auth.api.verifyPassword({ body: { password: given.password }, headers: await this.tokens.headersOf(token) }).catch(refusedAs(wrongCredentials));
      } else if ((await this.proofs.ownerOf(given)) !== user.id) {
        throw wrongPasskey();
      }
    });
    await this.database.transaction(NO_SCOPE, () => this.accounts.markSession(session.id, { confirmedAt: this.database.clock.now() }));
    this.signIns.confirmed({ user: user.id, session: session.id, factor });
  }

  async #open(userId: string): Promise<Session> {
    const { token } = await this.authenticator.open(userId, { secondFactorAt: this.database.clock.now() });
    return this.sessions.openedWith(token, 'passkey', wrongPasskey);
  }

  /** Who is to give their second factor, with the session that waits for it where there is one already. */
  async #waiting(token: string): Promise<{ user: { id: string; email: string }; open: Found['session'] | null }> {
    if (!this.tokens.isPending(token)) {
      const found = await this.sessions.find(token);
      if (this.sessions.stageOf(found) !== 'second-factor') throw new NotSignedInError();
      return { user: found.user, open: found.session };
    }
    const pending = await this.tokens.userOfPending(token);
    if (pending === null) throw new NotSignedInError();
    return { user: pending.user, open: null };
  }
}
