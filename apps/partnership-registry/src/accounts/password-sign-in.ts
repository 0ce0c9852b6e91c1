import { ProblemError } from '@concordat/platform-errors';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { Accounts, KEY_OF_NOBODY } from './accounts.js';
import { Authenticator } from './authenticator.js';
import { OpenSessions, type Session } from './open-sessions.js';
import { SessionTokens } from './session-tokens.js';
import { refusedAs, wrongCredentials } from './sign-in.errors.js';

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
  ) {}

  /** @throws ProblemError `wrong-credentials`, also for a closed account */
  async open({ email, password }: { email: string; password: string }): Promise<Session> {
    const known = await this.database.transaction(NO_SCOPE, () => this.accounts.withEmail(email.toLowerCase()));
    const keys = [...known.map(({ key }) => key), ...Array<string>(COMPARED).fill(KEY_OF_NOBODY)].slice(0, Math.max(COMPARED, known.length));
    for (const key of keys) {
      const session = await this.#opened(key, password);
      if (session !== null) return session;
    }
    throw wrongCredentials();
  }

  async #opened(key: string, password: string): Promise<Session | null> {
    try {
      const { headers } = await this.authenticator.auth.api.signInEmail({ body: { email: key, password }, returnHeaders: true }).catch(refusedAs(wrongCredentials));
      const pending = await this.tokens.pendingOf(headers);
      if (pending !== null) return { token: pending.token, expiresAt: pending.expiresAt.toISOString(), stage: 'second-factor' };
      return await this.sessions.opened(headers, wrongCredentials);
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'wrong-credentials') return null;
      throw error;
    }
  }
}
