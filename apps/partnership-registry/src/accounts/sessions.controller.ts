import {
  actAs,
  changePassword,
  BROWSER_ADDRESS_HEADER,
  BROWSER_NAME_HEADER,
  currentSession,
  issueTokens,
  setPassword,
  signIn,
  requestPasswordReset,
  signOut,
  tokenKeys,
} from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { publicTokenKey } from '@concordat/platform-auth';
import { Endpoint, Input, Sending } from '@concordat/platform-http';
import { Controller, Headers, Inject, Ip } from '@nestjs/common';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../config.js';
import { addressOf, sessionOf } from './callers.js';
import { nameOf } from './own-sessions.js';
import { PasswordResets } from './password-resets.js';
import { Passwords } from './passwords.js';
import { Sessions } from './sessions.js';

/*
 * Open to whoever reaches the service: what they may do is decided by the session that they bring, or by the
 * credentials that they give.
 */
@Controller()
export class SessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly passwords: Passwords,
    private readonly resets: PasswordResets,
    @Inject(REGISTRY_SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  @Endpoint(signIn, 'public')
  async signIn(
    @Input() { body }: InputOf<typeof signIn>,
    @Headers(BROWSER_ADDRESS_HEADER) browser: string | undefined,
    @Ip() connection: string,
  ): Promise<OutputOf<typeof signIn>> {
    return this.sessions.signIn(body, addressOf(browser, connection));
  }

  @Endpoint(currentSession, 'public')
  async current(
    @Headers('authorization') authorization: string | undefined,
    @Headers(BROWSER_NAME_HEADER) name: string | undefined,
  ): Promise<OutputOf<typeof currentSession>> {
    return this.sessions.current(sessionOf(authorization), nameOf(name));
  }

  @Endpoint(actAs, 'public')
  async actAs(
    @Input() { body }: InputOf<typeof actAs>,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<OutputOf<typeof actAs>> {
    return this.sessions.actAs(sessionOf(authorization), body.membershipId);
  }

  @Endpoint(issueTokens, 'public')
  async issueTokens(
    @Input() { body }: InputOf<typeof issueTokens>,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<OutputOf<typeof issueTokens>> {
    return this.sessions.issueTokens(sessionOf(authorization), body.audiences);
  }

  @Endpoint(signOut, 'public')
  async signOut(@Headers('authorization') authorization: string | undefined): Promise<OutputOf<typeof signOut>> {
    await this.sessions.signOut(sessionOf(authorization));
    return { ended: true };
  }

  @Endpoint(setPassword, 'public', { keyed: true })
  async setPassword(@Input() { body }: InputOf<typeof setPassword>, @Sending() sending: Buffer | null): Promise<OutputOf<typeof setPassword>> {
    return this.passwords.set(body, sending);
  }

  @Endpoint(requestPasswordReset, 'public', { keyed: true })
  async requestPasswordReset(
    @Input() { body }: InputOf<typeof requestPasswordReset>,
    @Sending() sending: Buffer | null,
    @Headers(BROWSER_ADDRESS_HEADER) browser: string | undefined,
    @Ip() connection: string,
  ): Promise<OutputOf<typeof requestPasswordReset>> {
    await this.resets.ask(body.email, addressOf(browser, connection), sending);
    return { asked: true };
  }

  @Endpoint(changePassword, 'public')
  async changePassword(
    @Input() { body }: InputOf<typeof changePassword>,
    @Headers('authorization') authorization: string | undefined,
    @Headers(BROWSER_ADDRESS_HEADER) browser: string | undefined,
    @Ip() connection: string,
  ): Promise<OutputOf<typeof changePassword>> {
    return this.sessions.changePassword(sessionOf(authorization), body, addressOf(browser, connection));
  }

  @Endpoint(tokenKeys, 'public')
  tokenKeys(): OutputOf<typeof tokenKeys> {
    const { CONCORDAT_TOKEN_KEY: signing, CONCORDAT_OTHER_TOKEN_KEYS: others } = this.settings;
    return { keys: [signing, ...others].map((key) => Object.fromEntries(Object.entries(publicTokenKey(key)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))) };
  }
}
