import { ProblemError } from '@concordat/platform-errors';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { Account } from './account.entity.js';
import { Accounts, KEY_OF_NOBODY } from './accounts.js';
import type { NameUsers } from './attempts.js';
import { Authenticator } from './authenticator.js';
import { OpenSessions, type Session } from './open-sessions.js';
import { SessionTokens } from './session-tokens.js';
import { refusedAs, wrongCredentials } from './sign-in.errors.js';
import { SignInLog } from './sign-in-log.js';

/** With how many passwords a wrong one is compared at least, so that the time does not tell how many accounts an address has. */
const COMPARED = 2;

/** Signing in with an address and a password. An address may have an account in each partnership: the password tells which one is meant. */
@Injectable()
export class PasswordSignIn {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly tokens: SessionTokens,
    private readonly sessions: OpenSessions,
    private readonly accounts: Accounts,
    private readonly database: Database,
    private readonly signIns: SignInLog,
  ) {}

  /** @throws ProblemError `wrong-credentials`, also for a closed account */
  async open({ email, password }: { email: string; password: string }, of: NameUsers): Promise<Session> {
    const known = await this.database.transaction(NO_SCOPE, () => this.accounts.withEmail(email.toLowerCase()));
    of(known.map(({ id }) => id));
    const nobody = { id: '', key: KEY_OF_NOBODY };
    for (const account of [...known, ...Array<typeof nobody>(COMPARED).fill(nobody)].slice(0, Math.max(COMPARED, known.length))) {
      const session = await this.#opened(account, password);
      if (session !== null) return session;
    }
    throw wrongCredentials();
  }

  async #opened({ id: userId, key }: Pick<Account, 'id' | 'key'>, password: string): Promise<Session | null> {
    try {
      const headers = await this.authenticator.signInWithPassword(key, password).catch(refusedAs(wrongCredentials));
      const pending = await this.tokens.pendingOf(headers);
      if (pending !== null) {
        this.signIns.taken({ user: userId, factor: 'password' });
        return { token: pending.token, expiresAt: pending.expiresAt.toISOString(), stage: 'second-factor' };
      }
      return await this.sessions.opened(headers, 'password', wrongCredentials);
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'wrong-credentials') return null;
      throw error;
    }
  }
}
