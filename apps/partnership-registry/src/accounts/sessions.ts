import type { beginSecondFactor, currentSession, issueTokens, signIn } from '@concordat/contracts-partnership-registry';
import type { OutputOf, ServiceName } from '@concordat/contracts-protocol';
import { issueToken } from '@concordat/platform-auth';
import { NotFoundError, NotSignedInError, ProblemError } from '@concordat/platform-errors';
import { Clock } from '@concordat/platform-persistence';
import { Inject, Injectable } from '@nestjs/common';
import { isAPIError } from 'better-auth/api';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../config.js';
import { OwnMemberships } from '../memberships/own-memberships.js';
import { Attempts } from './attempts.js';
import { ABSOLUTE_SECONDS } from './authentication.js';
import { Authenticator } from './authenticator.js';
import { SessionTokens } from './session-tokens.js';

type Session = OutputOf<typeof signIn>;
type Stage = Session['stage'];
type Found = NonNullable<Awaited<ReturnType<Authenticator['auth']['api']['getSession']>>>;

const wrongCredentials = (): ProblemError =>
  new ProblemError({ status: 401, code: 'wrong-credentials', title: 'You cannot be signed in', detail: 'The email address or the password is wrong.' });

const wrongCode = (): ProblemError =>
  new ProblemError({ status: 401, code: 'wrong-code', title: 'You cannot be signed in', detail: 'The code is wrong or has run out. Enter the newest code that your app shows.' });

const secondFactorNeeded = (): ProblemError =>
  new ProblemError({ status: 403, code: 'second-factor-needed', title: 'You have not finished signing in', detail: 'Give the code of your second factor first.' });

const accessEnded = (): ProblemError =>
  new ProblemError({ status: 403, code: 'access-ended', title: 'Your access has ended', detail: 'You have no open membership. Ask an administrator of your partnership.' });

/** Signing in and what a session may do. Passwords, codes and sessions are the accounts library's; who may act, and as what, is ours. */
@Injectable()
export class Sessions {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly tokens: SessionTokens,
    private readonly attempts: Attempts,
    private readonly memberships: OwnMemberships,
    private readonly clock: Clock,
    @Inject(REGISTRY_SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  /** @throws ProblemError `wrong-credentials`, also for a closed account; `too-many-attempts` */
  async signIn(credentials: { email: string; password: string }, address: string): Promise<Session> {
    return this.attempts.attempt(credentials.email, address, async () => {
      const { headers } = await this.authenticator.auth.api
        .signInEmail({ body: credentials, returnHeaders: true })
        .catch(refusedAs(wrongCredentials));
      const pending = await this.tokens.pendingOf(headers);
      if (pending !== null) return { token: pending.token, expiresAt: pending.expiresAt.toISOString(), stage: 'second-factor' };
      return this.#opened(headers, wrongCredentials);
    });
  }

  /** @throws ProblemError `wrong-code`, `too-many-attempts`; NotSignedInError when the session has ended */
  async giveSecondFactor(token: string, code: string): Promise<Session> {
    const settingUp = this.tokens.isPending(token) ? null : await this.#find(token);
    if (settingUp !== null && this.#stageOf(settingUp) === 'ready') throw new NotSignedInError();
    const { headers } = await this.authenticator.auth.api
      .verifyTOTP({ body: { code }, headers: await this.tokens.headersOf(token), returnHeaders: true })
      .catch((error: unknown) => {
        throw secondFactorRefusal(error);
      });
    // Sessions that began without the second factor do not become whole by somebody else's setting it up.
    if (settingUp !== null) await this.authenticator.endOthers(settingUp.user.id, this.tokens.bareOf(headers));
    return this.#opened(headers, () => new NotSignedInError());
  }

  /** @throws ProblemError `wrong-credentials`, `too-many-attempts`; NotSignedInError */
  async beginSecondFactor(token: string, password: string, address: string): Promise<OutputOf<typeof beginSecondFactor>> {
    const { user } = await this.#find(token);
    return this.attempts.attempt(user.email, address, async () => {
      const begun = await this.authenticator.auth.api
        .enableTwoFactor({ body: { password }, headers: await this.tokens.headersOf(token) })
        .catch(refusedAs(wrongCredentials));
      if (begun.method !== 'totp') throw new Error('The accounts library set up another second factor than an app');
      return { uri: begun.totpURI, backupCodes: begun.backupCodes };
    });
  }

  async current(token: string): Promise<OutputOf<typeof currentSession>> {
    if (this.tokens.isPending(token)) {
      const pending = await this.tokens.userOfPending(token);
      if (pending === null) throw new NotSignedInError();
      const { user, expiresAt } = pending;
      return { stage: 'second-factor', user: shown(user), acting: null, memberships: [], expiresAt: expiresAt.toISOString() };
    }
    const found = await this.#find(token);
    const stage = this.#stageOf(found);
    const answer = { stage, user: shown(found.user), expiresAt: this.#endOf(found).toISOString() };
    if (stage !== 'ready') return { ...answer, acting: null, memberships: [] };
    const memberships = await this.memberships.described(found.user.id);
    return { ...answer, memberships, acting: actingOf(found, memberships)?.id ?? null };
  }

  /** @throws NotFoundError for a membership that is not theirs, or does not hold */
  async actAs(token: string, membershipId: string): Promise<{ acting: string }> {
    const found = await this.#ready(token);
    const own = await this.memberships.of(found.user.id);
    if (!own.some((membership) => membership.id === membershipId)) throw new NotFoundError('a membership of the session');
    await this.authenticator.actIn(found.session.token, membershipId);
    return { acting: membershipId };
  }

  /** @throws ProblemError `second-factor-needed`, `access-ended`; NotSignedInError */
  async issueTokens(token: string, audiences: readonly ServiceName[]): Promise<OutputOf<typeof issueTokens>> {
    const found = await this.#ready(token);
    const acting = actingOf(found, await this.memberships.of(found.user.id));
    if (acting === null) throw accessEnded();
    const claims = { sub: found.user.id, sid: found.session.id, mid: acting.id, pid: acting.partnershipId };
    const tokens: OutputOf<typeof issueTokens>['tokens'] = {};
    let expiresAt = this.clock.now();
    for (const audience of new Set(audiences)) {
      const issued = await issueToken(this.settings.CONCORDAT_TOKEN_KEY, audience, claims, this.clock.now());
      tokens[audience] = issued.token;
      ({ expiresAt } = issued);
    }
    return { tokens, expiresAt: expiresAt.toISOString() };
  }

  /** Ends it, whatever its stage; a session that has ended already is no error. */
  async signOut(token: string): Promise<void> {
    await this.tokens.forget(token);
  }

  async #opened(headers: Headers, refusal: () => ProblemError): Promise<Session> {
    const token = this.tokens.tokenOf(headers);
    if (token === null) throw new Error('The accounts library gave no session');
    const found = await this.#find(token).catch(() => {
      throw refusal();
    });
    return { token, expiresAt: this.#endOf(found).toISOString(), stage: this.#stageOf(found) };
  }

  async #ready(token: string): Promise<Found> {
    if (this.tokens.isPending(token)) throw secondFactorNeeded();
    const found = await this.#find(token);
    if (this.#stageOf(found) !== 'ready') throw secondFactorNeeded();
    return found;
  }

  /** The session that still holds: neither idle nor too old, of an account that is open. */
  async #find(token: string): Promise<Found> {
    if (this.tokens.isPending(token)) throw secondFactorNeeded();
    const found = await this.authenticator.auth.api.getSession({ headers: await this.tokens.headersOf(token) }).catch(refusedAs(() => new NotSignedInError()));
    if (found === null) throw new NotSignedInError();
    if (!found.user.open || this.#endOf(found) <= this.clock.now()) {
      await this.tokens.forget(token);
      throw new NotSignedInError();
    }
    return found;
  }

  #endOf({ session }: Found): Date {
    return new Date(Math.min(session.expiresAt.getTime(), session.createdAt.getTime() + ABSOLUTE_SECONDS * 1000));
  }

  #stageOf({ user }: Found): Stage {
    if (user.twoFactorEnabled || user.secondFactorExempt || !this.settings.CONCORDAT_REQUIRE_SECOND_FACTOR) return 'ready';
    return 'set-up-second-factor';
  }
}

const shown = ({ id, name, email }: { id: string; name: string; email: string }) => ({ id, name, email });

/** The membership that was chosen; while none was, or it no longer holds, the oldest. */
function actingOf<Own extends { id: string }>({ session }: Found, own: readonly Own[]): Own | null {
  return own.find((membership) => membership.id === session.actingMembershipId) ?? own[0] ?? null;
}

/** What the accounts library refuses, as a refusal of ours; anything else passes. */
function refusedAs(refusal: () => ProblemError): (error: unknown) => never {
  return (error) => {
    throw isAPIError(error) && error.statusCode < 500 ? refusal() : error;
  };
}

function secondFactorRefusal(error: unknown): unknown {
  if (!isAPIError(error) || error.statusCode >= 500) return error;
  switch (error.body?.code) {
    case 'INVALID_CODE':
      return wrongCode();
    case 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE':
    case 'ACCOUNT_TEMPORARILY_LOCKED':
      return new ProblemError({ status: 429, code: 'too-many-attempts', title: 'Too many attempts to sign in', detail: 'Wait 15 minutes and sign in again.' });
    default:
      return new NotSignedInError();
  }
}
