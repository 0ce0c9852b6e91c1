import type { changePassword, currentSession, issueTokens, SecondFactorKind } from '@concordat/contracts-partnership-registry';
import { SERVICE_NAMES, type InputOf, type OutputOf, type ServiceName } from '@concordat/contracts-protocol';
import { issueToken } from '@concordat/platform-auth';
import { NotFoundError, NotSignedInError } from '@concordat/platform-errors';
import { Clock, Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Inject, Injectable } from '@nestjs/common';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../config.js';
import { OwnMemberships } from '../memberships/own-memberships.js';
import { Accounts } from './accounts.js';
import { Attempts } from './attempts.js';
import { Authenticator } from './authenticator.js';
import { confirmedAtOf } from './confirmations.js';
import { KnownBrowsers } from './known-browsers.js';
import { PasswordSignIn } from './password-sign-in.js';
import { Passwords } from './passwords.js';
import { OpenSessions, type Found, type Session } from './open-sessions.js';
import { SessionTokens } from './session-tokens.js';
import { accessEnded, membershipNotChosen, refusedAs, wrongCredentials } from './sign-in.errors.js';

/** Signing in and what a session may do. Passwords and sessions are the accounts library's; who may act, and as what, is ours. */
@Injectable()
export class Sessions {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly tokens: SessionTokens,
    private readonly sessions: OpenSessions,
    private readonly attempts: Attempts,
    private readonly memberships: OwnMemberships,
    private readonly passwords: Passwords,
    private readonly accounts: Accounts,
    private readonly passwordSignIn: PasswordSignIn,
    private readonly browsers: KnownBrowsers,
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(REGISTRY_SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  /** @throws ProblemError `wrong-credentials`, also for a closed account; `too-many-attempts` */
  async signIn(credentials: { email: string; password: string }, address: string): Promise<Session> {
    return this.attempts.attempt(credentials.email, address, 'password', (of) => this.passwordSignIn.open(credentials, of));
  }

  /** @param device where it is used, if that is known */
  async current(token: string, device: string | null = null): Promise<OutputOf<typeof currentSession>> {
    if (this.tokens.isPending(token)) {
      const pending = await this.tokens.userOfPending(token);
      if (pending === null) throw new NotSignedInError();
      const { user, expiresAt } = pending;
      const account = await this.database.transaction(NO_SCOPE, () => this.accounts.find(user.id));
      if (account === null) throw new NotSignedInError();
      return { stage: 'second-factor', secondFactors: secondFactorsOf(account), hasPassword: null, user: shown(user), acting: null, memberships: [], tokens: null, expiresAt: expiresAt.toISOString() };
    }
    const found = await this.sessions.find(token);
    if (device !== null && found.session.userAgent !== device) await this.#usedOn(found, device);
    const stage = this.sessions.stageOf(found);
    const hasPassword = stage === 'set-up-second-factor' ? await this.database.transaction(NO_SCOPE, () => this.accounts.hasPassword(found.user.id)) : null;
    const answer = { stage, secondFactors: secondFactorsOf(found.user), hasPassword, user: shown(found.user), expiresAt: this.sessions.endOf(found).toISOString() };
    if (stage !== 'ready') return { ...answer, acting: null, memberships: [], tokens: null };
    const memberships = ofAgency(found, await this.memberships.described(found.user.id));
    const acting = actingOf(found, memberships);
    const tokens = acting === null ? null : (await this.#tokensOf(found, acting, SERVICE_NAMES)).tokens;
    return { ...answer, memberships, acting: acting?.id ?? null, tokens };
  }

  async #usedOn({ user, session }: Found, device: string): Promise<void> {
    await this.authenticator.usedOn(session.token, device);
    await this.browsers.met(user.id, device);
  }

  /** @throws NotFoundError for a membership that is not theirs, or does not hold */
  async actAs(token: string, membershipId: string): Promise<{ acting: string }> {
    const found = await this.sessions.ready(token);
    const own = ofAgency(found, await this.memberships.of(found.user.id));
    if (!own.some((membership) => membership.id === membershipId)) throw new NotFoundError('a membership of the session');
    await this.authenticator.actIn(found.session.token, membershipId);
    return { acting: membershipId };
  }

  /** @throws ProblemError `second-factor-needed`, `access-ended`; NotSignedInError */
  async issueTokens(token: string, audiences: readonly ServiceName[]): Promise<OutputOf<typeof issueTokens>> {
    const found = await this.sessions.ready(token);
    return this.#tokensOf(found, await this.#actingIn(found), audiences);
  }

  async #tokensOf(found: Found, acting: { id: string; partnershipId: string }, audiences: readonly ServiceName[]): Promise<OutputOf<typeof issueTokens>> {
    const confirmedAt = confirmedAtOf(found.session);
    const claims = {
      sub: found.user.id, sid: found.session.id, mid: acting.id, pid: acting.partnershipId,
      ...(confirmedAt === null ? {} : { auth_time: Math.floor(confirmedAt.getTime() / 1000) }),
    };
    const tokens: OutputOf<typeof issueTokens>['tokens'] = {};
    let expiresAt = this.clock.now();
    for (const audience of new Set(audiences)) {
      const issued = await issueToken(this.settings.CONCORDAT_TOKEN_KEY, audience, claims, this.clock.now());
      tokens[audience] = issued.token;
      ({ expiresAt } = issued);
    }
    return { tokens, expiresAt: expiresAt.toISOString() };
  }

  /** @throws ProblemError `access-ended`, `membership-not-chosen` */
  async #actingIn(found: Found): Promise<{ id: string; partnershipId: string }> {
    const own = ofAgency(found, await this.memberships.of(found.user.id));
    if (own.length === 0) throw accessEnded();
    // All but one may be of agencies or partnerships that were closed.
    const acting = actingOf(found, own) ?? actingOf(found, ofAgency(found, await this.memberships.described(found.user.id)));
    if (acting === null) throw membershipNotChosen();
    return acting;
  }

  /** Other sessions of the account end. @throws ProblemError `wrong-credentials`, `too-many-attempts`; RuleError `common-password` */
  async changePassword(token: string, { current, password }: InputOf<typeof changePassword>['body'], address: string): Promise<Session> {
    const { user, session } = await this.sessions.ready(token);
    await this.passwords.refuseCommon(password, [user.name, user.email]);
    return this.attempts.attempt(user.email, address, 'password', async (of) => {
      of([user.id]);
      const { headers } = await this.authenticator.auth.api
        .changePassword({ body: { currentPassword: current, newPassword: password, revokeOtherSessions: true }, headers: await this.tokens.headersOf(token), returnHeaders: true })
        .catch(refusedAs(wrongCredentials));
      const { secondFactorAt, providerId, viaPartnershipId, viaAgencyId } = session;
      await this.authenticator.carryOver(this.tokens.bareOf(headers), { secondFactorAt, providerId, viaPartnershipId, viaAgencyId });
      await this.passwords.tellOwner(user.id);
      return this.sessions.opened(headers, 'password', wrongCredentials);
    });
  }

  /** Ends it, whatever its stage; a session that has ended already is no error. */
  async signOut(token: string): Promise<void> {
    await this.tokens.forget(token, 'signed-out');
  }
}

const shown = ({ id, name, email }: { id: string; name: string; email: string }) => ({ id, name, email });

function secondFactorsOf({ twoFactorEnabled, hasPasskey }: { twoFactorEnabled?: boolean | null | undefined; hasPasskey: boolean }): SecondFactorKind[] {
  return [...(twoFactorEnabled ? ['app' as const] : []), ...(hasPasskey ? ['passkey' as const] : [])];
}

/** Whom an agency’s provider let in acts for that agency alone, in the partnership where it said so: it answers for nobody else’s people. */
function ofAgency<Own extends { partnershipId: string; agencyId: string }>({ session }: Found, own: readonly Own[]): Own[] {
  if (!session.providerId) return [...own];
  return own.filter(({ partnershipId, agencyId }) => partnershipId === session.viaPartnershipId && agencyId === session.viaAgencyId);
}

/** The membership that was chosen, or the only one. While none of several was, or it no longer holds, nobody acts. */
function actingOf<Own extends { id: string }>({ session }: Found, own: readonly Own[]): Own | null {
  return own.find((membership) => membership.id === session.actingMembershipId) ?? (own.length === 1 ? (own[0] ?? null) : null);
}
