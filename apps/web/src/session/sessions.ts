import { Injectable } from '@nestjs/common';
import {
  actAs, beginSecondFactor, changePassword, currentSession, giveBackupCode, giveSecondFactor, endOtherSessions, endOwnSession, keepBackupCodes, listOwnSessions, makeBackupCodes, readSecondFactor,
  requestPasswordReset, sessionEnd, signIn, signOut,
} from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import { NotSignedInError } from '@concordat/platform-errors';
import type { FastifyReply } from 'fastify';
import { WebSettings } from '../config.js';
import { Transport } from '../services/transport.js';
import type { CurrentSession, Visit } from './visit.js';

/** Seconds until the session ends if nothing is done, and at the latest; 0 for one that has ended. */
export interface SessionEnd {
  secondsLeft: number;
  secondsAtMost: number;
}

/** Seconds from now, 0 for the past. */
export const secondsUntil = (instant: string): number => Math.max(0, Math.round((Date.parse(instant) - Date.now()) / 1000));

/** Sessions live in partnership-registry; the browser holds the token in the only cookie there is. */
@Injectable()
export class Sessions {
  readonly cookieName: string;
  private readonly secure: boolean;

  constructor(
    settings: WebSettings,
    private readonly transport: Transport,
  ) {
    this.secure = settings.secure;
    this.cookieName = settings.cookieName;
  }

  signIn(email: string, password: string): Promise<OutputOf<typeof signIn>> {
    return this.transport.send(signIn, { body: { email, password } });
  }

  async requestPasswordReset(email: string, idempotencyKey: string): Promise<void> {
    await this.transport.send(requestPasswordReset, { body: { email }, idempotencyKey });
  }

  /** The session goes on under the token that it answers. */
  changePassword(visit: Visit, current: string, password: string): Promise<OutputOf<typeof changePassword>> {
    return this.transport.send(changePassword, { body: { current, password } }, authorization(visit));
  }

  giveSecondFactor(visit: Visit, code: string): Promise<OutputOf<typeof giveSecondFactor>> {
    return this.transport.send(giveSecondFactor, { body: { code } }, authorization(visit));
  }

  beginSecondFactor(visit: Visit, password: string | null): Promise<OutputOf<typeof beginSecondFactor>> {
    return this.transport.send(beginSecondFactor, { body: { password } }, authorization(visit));
  }

  giveBackupCode(visit: Visit, code: string): Promise<OutputOf<typeof giveBackupCode>> {
    return this.transport.send(giveBackupCode, { body: { code } }, authorization(visit));
  }

  secondFactor(visit: Visit): Promise<OutputOf<typeof readSecondFactor>> {
    return this.transport.send(readSecondFactor, {}, authorization(visit));
  }

  /** @returns the new codes, which nobody can read again; `password` is null where those before are not kept yet */
  async makeBackupCodes(visit: Visit, password: string | null): Promise<string[]> {
    return (await this.transport.send(makeBackupCodes, { body: { password } }, authorization(visit))).codes;
  }

  async keepBackupCodes(visit: Visit): Promise<void> {
    await this.transport.send(keepBackupCodes, {}, authorization(visit));
  }

  /** @throws NotSignedInError when the session has ended */
  current(token: string): Promise<CurrentSession> {
    return this.transport.send(currentSession, {}, `Session ${token}`);
  }

  async actAs(token: string, membershipId: string): Promise<void> {
    await this.transport.send(actAs, { body: { membershipId } }, `Session ${token}`);
  }

  /** When the session ends; asking does not prolong it. */
  async end(visit: Visit): Promise<SessionEnd> {
    try {
      const { expiresAt, lastsUntil } = await this.transport.send(sessionEnd, {}, authorization(visit));
      return { secondsLeft: secondsUntil(expiresAt), secondsAtMost: secondsUntil(lastsUntil) };
    } catch (error) {
      if (!(error instanceof NotSignedInError)) throw error;
      return { secondsLeft: 0, secondsAtMost: 0 };
    }
  }

  open(visit: Visit): Promise<OutputOf<typeof listOwnSessions>> {
    return this.transport.send(listOwnSessions, {}, authorization(visit));
  }

  async endOne(visit: Visit, sessionId: string, idempotencyKey: string): Promise<void> {
    await this.transport.send(endOwnSession, { params: { sessionId }, idempotencyKey }, authorization(visit));
  }

  async endOthers(visit: Visit): Promise<void> {
    await this.transport.send(endOtherSessions, {}, authorization(visit));
  }

  async signOut(visit: Visit): Promise<void> {
    if (visit.token === null) return;
    try {
      await this.transport.send(signOut, {}, authorization(visit));
    } catch (error) {
      // It had ended already, which is what was asked.
      if (!(error instanceof NotSignedInError)) throw error;
    }
  }

  remember(reply: FastifyReply, token: string): void {
    void reply.setCookie(this.cookieName, token, { path: '/', httpOnly: true, sameSite: 'lax', secure: this.secure });
  }

  /** The browser is asked to drop what it holds besides. */
  forget(reply: FastifyReply): void {
    void reply.header('clear-site-data', '"storage"');
    void reply.clearCookie(this.cookieName, { path: '/', httpOnly: true, sameSite: 'lax', secure: this.secure });
  }
}

/** The session of a visit, as the registry's routes of sessions want it. @throws NotSignedInError without one */
export function authorization(visit: Visit): string {
  if (visit.token === null) throw new NotSignedInError();
  return `Session ${visit.token}`;
}
