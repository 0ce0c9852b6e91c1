import type { signIn } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import { NotSignedInError, type ProblemError } from '@concordat/platform-errors';
import { Clock } from '@concordat/platform-persistence';
import { Inject, Injectable } from '@nestjs/common';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../config.js';
import { ABSOLUTE_SECONDS, addressed } from './authentication.js';
import { Authenticator } from './authenticator.js';
import { SessionTokens } from './session-tokens.js';
import { refusedAs, secondFactorNeeded } from './sign-in.errors.js';
import { SignInLog, type Factor } from './sign-in-log.js';

export type Session = OutputOf<typeof signIn>;
export type Stage = Session['stage'];
/** A session that holds, with its user, as the accounts library keeps them. */
export type Found = NonNullable<Awaited<ReturnType<Authenticator['auth']['api']['getSession']>>>;

/** Sessions that were opened with a password at least, and how far each has come. */
@Injectable()
export class OpenSessions {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly tokens: SessionTokens,
    private readonly clock: Clock,
    private readonly signIns: SignInLog,
    @Inject(REGISTRY_SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  /** The session that the library opened, from its answer. */
  async opened(headers: Headers, factor: Factor, refusal: () => ProblemError): Promise<Session> {
    const token = this.tokens.tokenOf(headers);
    if (token === null) throw new Error('The accounts library gave no session');
    return this.openedWith(token, factor, refusal);
  }

  /** The session of a token that was made just now. */
  async openedWith(token: string, factor: Factor, refusal: () => ProblemError): Promise<Session> {
    const found = await this.find(token).catch(() => {
      throw refusal();
    });
    const session = this.shown(token, found);
    this.signIns.opened({ user: found.user.id, session: found.session.id, stage: session.stage, factor });
    return session;
  }

  shown(token: string, found: Found): Session {
    return { token, expiresAt: this.endOf(found).toISOString(), stage: this.stageOf(found) };
  }

  /** In place of a session whose second factor was given now, another with a token of its own. */
  async goOn(token: string, { userId, providerId, viaPartnershipId, viaAgencyId }: Found['session'], factor: Factor): Promise<Session> {
    const opened = await this.authenticator.open(userId, { secondFactorAt: this.clock.now(), providerId, viaPartnershipId, viaAgencyId });
    await this.tokens.forget(token, 'replaced');
    return this.openedWith(opened.token, factor, () => new NotSignedInError());
  }

  /** The session that still holds: neither idle nor too old, of an account that is open. @throws NotSignedInError */
  async find(token: string): Promise<Found> {
    if (this.tokens.isPending(token)) throw secondFactorNeeded();
    const found = await this.authenticator.auth.api.getSession({ headers: await this.tokens.headersOf(token) }).catch(refusedAs(() => new NotSignedInError()));
    if (found === null) throw new NotSignedInError();
    if (!found.user.open || this.endOf(found) <= this.clock.now()) {
      await this.tokens.forget(token, 'access-changed');
      throw new NotSignedInError();
    }
    return { ...found, user: addressed(found.user) };
  }

  /** @throws ProblemError `second-factor-needed` before the stage is `ready`; NotSignedInError */
  async ready(token: string): Promise<Found> {
    const found = await this.find(token);
    if (this.stageOf(found) !== 'ready') throw secondFactorNeeded();
    return found;
  }

  /** When it ends, without prolonging it. @throws NotSignedInError */
  async ends(token: string): Promise<{ expiresAt: Date; lastsUntil: Date }> {
    if (this.tokens.isPending(token)) throw new NotSignedInError();
    const found = await this.authenticator.auth.api
      .getSession({ headers: await this.tokens.headersOf(token), query: { disableRefresh: true } })
      .catch(refusedAs(() => new NotSignedInError()));
    if (found === null || !found.user.open || this.endOf(found) <= this.clock.now()) throw new NotSignedInError();
    return { expiresAt: this.endOf(found), lastsUntil: lastsUntil(found.session) };
  }

  endOf({ session }: { session: Pick<Found['session'], 'createdAt' | 'expiresAt'> }): Date {
    return new Date(Math.min(session.expiresAt.getTime(), lastsUntil(session).getTime()));
  }

  /** With an app, the library opens no session before its code was given; an agency’s provider does. */
  stageOf({ user, session }: Found): Stage {
    if (session.providerId && !session.secondFactorAt && (user.twoFactorEnabled || user.hasPasskey)) return 'second-factor';
    if (user.twoFactorEnabled) return user.backupCodesKept ? 'ready' : 'keep-backup-codes';
    if (session.secondFactorAt) return 'ready';
    if (user.hasPasskey) return 'second-factor';
    return user.secondFactorExempt || !this.settings.CONCORDAT_REQUIRE_SECOND_FACTOR ? 'ready' : 'set-up-second-factor';
  }
}

const lastsUntil = ({ createdAt }: { createdAt: Date }): Date => new Date(createdAt.getTime() + ABSOLUTE_SECONDS * 1000);
