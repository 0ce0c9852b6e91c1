import { MOST_PASSKEYS, type addPasskey, type beginPasskey, type Passkey } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Inject, Injectable } from '@nestjs/common';
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import { v7 } from 'uuid';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../../config.js';
import { Credential } from '../account.entity.js';
import { AccountLetters } from '../account-letters.js';
import { Accounts } from '../accounts.js';
import { Authenticator } from '../authenticator.js';
import { Confirmations } from '../confirmations.js';
import { OpenSessions, type Found, type Session } from '../open-sessions.js';
import { secondFactorNeeded } from '../sign-in.errors.js';
import { Challenges } from './challenges.js';
import { StoredPasskey } from './passkey.entity.js';
import { RelyingParty } from './relying-party.js';
import { CHALLENGE_SECONDS } from './sealed-challenge.js';

/** The passkeys that somebody adds to their own account and removes from it. */
@Injectable()
export class OwnPasskeys {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly sessions: OpenSessions,
    private readonly confirmations: Confirmations,
    private readonly challenges: Challenges,
    private readonly party: RelyingParty,
    private readonly accounts: Accounts,
    private readonly letters: AccountLetters,
    private readonly database: Database,
    @Inject(REGISTRY_SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  async list(token: string): Promise<Passkey[]> {
    const { user } = await this.sessions.ready(token);
    const stored = await this.#of(user.id);
    return stored.map(({ id, name, addedAt, lastUsedAt }) => ({ id, name, addedAt: addedAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null }));
  }

  /** @throws ProblemError `confirmation-needed`, `second-factor-needed`; RuleError `no-passkeys-here`, `too-many-passkeys` */
  async begin(token: string): Promise<OutputOf<typeof beginPasskey>> {
    const { user } = await this.#adding(token);
    const { id } = this.party.get();
    const stored = await this.#of(user.id);
    refuseMany(stored.length);
    const { bytes, sealed } = this.challenges.make();
    const options = await generateRegistrationOptions({
      rpName: 'Concordat',
      rpID: id,
      userName: user.email,
      userDisplayName: user.name,
      // By which authenticators tell accounts apart: an id, which says nothing of its owner.
      userID: new TextEncoder().encode(user.id),
      challenge: bytes,
      timeout: CHALLENGE_SECONDS * 1000,
      attestationType: 'none',
      excludeCredentials: stored.map((passkey) => ({ id: passkey.credentialId, transports: passkey.transports })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    return { options: { ...options }, challenge: sealed };
  }

  /** @throws ProblemError `confirmation-needed`, `second-factor-needed`; RuleError `passkey-not-taken`, `too-many-passkeys` */
  async add(token: string, given: InputOf<typeof addPasskey>['body']): Promise<Session> {
    const found = await this.#adding(token);
    const added = await this.database.transaction(NO_SCOPE, () => this.#add(found.user.id, given));
    if (!added) throw new RuleError('passkey-not-taken', 'The passkey could not be added. Try again.');
    if (this.sessions.stageOf(found) === 'ready') {
      await this.#markGiven(found.session.id);
      return this.sessions.shown(token, found);
    }
    // What began with the password alone does not become whole by it.
    const opened = await this.authenticator.open(found.user.id, { secondFactorAt: this.database.clock.now() });
    await this.authenticator.endOthers(found.user.id, opened.bare);
    return this.sessions.openedWith(opened.token, secondFactorNeeded);
  }

  /** @throws NotFoundError; ProblemError `confirmation-needed`; RuleError `last-way-in` */
  async remove(token: string, passkeyId: string): Promise<void> {
    const found = await this.sessions.ready(token);
    this.confirmations.require(found);
    const userId = found.user.id;
    await this.database.transaction(NO_SCOPE, async () => {
      const stored = await this.#locked(userId);
      if (!stored.some(({ id }) => id === passkeyId)) throw new NotFoundError('a passkey of the account');
      if (stored.length === 1) await this.#refuseLastWayIn(found);
      await this.database.em.nativeDelete(StoredPasskey, { id: passkeyId, userId });
      await this.accounts.setHasPasskey(userId, stored.length > 1);
      await this.#tellOwner(userId);
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

  async #add(userId: string, { name, challenge, passkey }: InputOf<typeof addPasskey>['body']): Promise<boolean> {
    const party = this.party.get();
    const expectedChallenge = await this.challenges.take(challenge);
    if (expectedChallenge === null) return false;
    refuseMany((await this.#locked(userId)).length);
    const { response } = passkey;
    const result = await verifyRegistrationResponse({
      response: {
        id: passkey.id,
        rawId: passkey.rawId,
        type: passkey.type,
        response: { clientDataJSON: response.clientDataJSON, attestationObject: response.attestationObject, transports: response.transports ?? [] },
        clientExtensionResults: {},
      },
      expectedChallenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    }).catch(() => null);
    if (result === null || !result.verified) return false;
    const { credential } = result.registrationInfo;
    const taken = await this.database.em.execute<{ id: string }[]>(
      `insert into auth.passkey (id, user_id, name, credential_id, public_key, counter, transports, added_at)
       values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (credential_id) do nothing returning id`,
      [v7(), userId, name, credential.id, Buffer.from(credential.publicKey), credential.counter, `{${(credential.transports ?? []).filter((one) => /^[\w-]+$/.test(one)).join(',')}}`, this.database.clock.now()],
    );
    if (taken.length === 0) return false;
    await this.accounts.setHasPasskey(userId, true);
    await this.#tellOwner(userId);
    return true;
  }

  /** What is left has to be enough to sign in: a password, and a second factor where one is demanded. */
  async #refuseLastWayIn({ user }: Found): Promise<void> {
    const hasPassword = (await this.database.em.count(Credential, { userId: user.id, password: { $ne: null } })) > 0;
    const needsSecondFactor = this.settings.CONCORDAT_REQUIRE_SECOND_FACTOR && !user.secondFactorExempt;
    if (hasPassword && (user.twoFactorEnabled || !needsSecondFactor)) return;
    throw new RuleError('last-way-in', 'You could not sign in without this passkey. Add another first.');
  }

  async #markGiven(sessionId: string): Promise<void> {
    await this.database.transaction(NO_SCOPE, () => this.accounts.markSession(sessionId, { secondFactorAt: this.database.clock.now() }));
  }

  async #of(userId: string): Promise<StoredPasskey[]> {
    return this.database.transaction(NO_SCOPE, () => this.database.em.find(StoredPasskey, { userId }, { orderBy: { addedAt: 'asc', id: 'asc' }, limit: MOST_PASSKEYS, refresh: true }));
  }

  /** Locked by the account, so that neither the most nor the last is passed by two at once. */
  async #locked(userId: string): Promise<StoredPasskey[]> {
    await this.database.em.execute('select 1 from auth."user" where id = ? for update', [userId]);
    return this.database.em.find(StoredPasskey, { userId }, { refresh: true });
  }

  async #tellOwner(userId: string): Promise<void> {
    const account = await this.accounts.find(userId);
    if (account !== null) await this.letters.tell(account, 'second-factor-changed');
  }
}

function refuseMany(there: number): void {
  if (there >= MOST_PASSKEYS) throw new RuleError('too-many-passkeys', `You have ${MOST_PASSKEYS} passkeys, which is the most. Remove one first.`);
}
