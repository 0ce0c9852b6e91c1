import type { beginPasskey, Passkey } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import { NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Inject, Injectable } from '@nestjs/common';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../../config.js';
import { Accounts } from '../accounts.js';
import { Authenticator } from '../authenticator.js';
import { Confirmations } from '../confirmations.js';
import { OpenSessions, type Found, type Session } from '../open-sessions.js';
import { SentForms } from '../sent-forms.js';
import { secondFactorNeeded } from '../sign-in.errors.js';
import { NewPasskeys, passkeyNotTaken, type NewPasskey } from './new-passkeys.js';
import { StoredPasskey } from './passkey.entity.js';

/** The passkeys that somebody adds to their own account and removes from it. */
@Injectable()
export class OwnPasskeys {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly sessions: OpenSessions,
    private readonly confirmations: Confirmations,
    private readonly passkeys: NewPasskeys,
    private readonly accounts: Accounts,
    private readonly database: Database,
    private readonly forms: SentForms,
    @Inject(REGISTRY_SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  async list(token: string): Promise<Passkey[]> {
    const { user } = await this.sessions.ready(token);
    const stored = await this.database.transaction(NO_SCOPE, () => this.passkeys.of(user.id));
    return stored.map(({ id, name, addedAt, lastUsedAt }) => ({ id, name, addedAt: addedAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null }));
  }

  /** @throws ProblemError `confirmation-needed`, `second-factor-needed`; RuleError `no-passkeys-here`, `too-many-passkeys` */
  async begin(token: string): Promise<OutputOf<typeof beginPasskey>> {
    const { user } = await this.#adding(token);
    return this.database.transaction(NO_SCOPE, () => this.passkeys.begin(user));
  }

  /** @throws ProblemError `confirmation-needed`, `second-factor-needed`; RuleError `passkey-not-taken`, `too-many-passkeys` */
  async add(token: string, given: NewPasskey, sending: Buffer | null): Promise<Session> {
    const found = await this.#adding(token);
    const userId = found.user.id;
    await this.forms.once(sending, () =>
      this.database.transaction(NO_SCOPE, async () => {
        if (!(await this.passkeys.add(userId, given))) throw passkeyNotTaken();
        await this.forms.take(sending, userId);
        return userId;
      }),
    );
    if (this.sessions.stageOf(found) === 'ready') {
      await this.#markGiven(found.session.id);
      return this.sessions.shown(token, found);
    }
    // What began with the password alone does not become whole by it.
    const opened = await this.authenticator.open(userId, { secondFactorAt: this.database.clock.now() });
    await this.authenticator.endOthers(userId, opened.bare, 'replaced');
    return this.sessions.openedWith(opened.token, 'passkey', secondFactorNeeded);
  }

  /** @throws NotFoundError; ProblemError `confirmation-needed`; RuleError `last-way-in` */
  async remove(token: string, passkeyId: string, sending: Buffer | null): Promise<void> {
    const found = await this.sessions.ready(token);
    this.confirmations.require(found);
    await this.forms.once(sending, () => this.#removed(found, passkeyId, sending));
  }

  async #removed(found: Found, passkeyId: string, sending: Buffer | null): Promise<string> {
    const userId = found.user.id;
    return this.database.transaction(NO_SCOPE, async () => {
      const stored = await this.passkeys.locked(userId);
      if (!stored.some(({ id }) => id === passkeyId)) throw new NotFoundError('a passkey of the account');
      if (stored.length === 1) await this.#refuseLastWayIn(found);
      await this.database.em.nativeDelete(StoredPasskey, { id: passkeyId, userId });
      await this.forms.forget(userId);
      await this.accounts.setHasPasskey(userId, stored.length > 1);
      await this.passkeys.tellOwner(userId);
      await this.forms.take(sending, userId);
      return userId;
    });
  }

  /** Whoever lacks nothing, or has no second factor yet and makes a passkey theirs. */
  async #adding(token: string): Promise<Found> {
    const found = await this.sessions.find(token);
    const stage = this.sessions.stageOf(found);
    if (stage !== 'ready' && stage !== 'set-up-second-factor') throw secondFactorNeeded();
    this.confirmations.require(found);
    return found;
  }

  /** What is left has to be enough to sign in: a password, and a second factor where one is demanded. */
  async #refuseLastWayIn({ user }: Found): Promise<void> {
    const hasPassword = await this.accounts.hasPassword(user.id);
    const needsSecondFactor = this.settings.CONCORDAT_REQUIRE_SECOND_FACTOR && !user.secondFactorExempt;
    if (hasPassword && (user.twoFactorEnabled || !needsSecondFactor)) return;
    throw new RuleError('last-way-in', 'You could not sign in without this passkey. Add another first.');
  }

  async #markGiven(sessionId: string): Promise<void> {
    await this.database.transaction(NO_SCOPE, () => this.accounts.markSession(sessionId, { secondFactorAt: this.database.clock.now() }));
  }
}
