import { AsyncLocalStorage } from 'node:async_hooks';
import { createLogger } from '@concordat/platform-logging';
import { givingUpSilence, SILENT_FOR } from '@concordat/platform-persistence';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { constantTimeEqual, makeSignature } from 'better-auth/crypto';
import { Pool } from 'pg';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../config.js';
import { ABSOLUTE_SECONDS, createAuthentication, type Authentication } from './authentication.js';
import type { Found } from './open-sessions.js';
import { SignInLog, type Ending } from './sign-in-log.js';

/** The agency's provider that opened a session, and where alone the session acts for that. */
export type Via = Pick<Found['session'], 'providerId' | 'viaPartnershipId' | 'viaAgencyId'>;

/** The accounts library on connections of its own, whose tables are those of the schema `auth`. */
@Injectable()
export class Authenticator implements OnApplicationShutdown {
  readonly auth: Authentication;
  readonly #pool: Pool;
  readonly #log = createLogger('partnership-registry');
  readonly #link = new AsyncLocalStorage<{ token: string | null }>();
  readonly #ending = new AsyncLocalStorage<Ending | 'never-begun'>();

  constructor(
    @Inject(REGISTRY_SETTINGS) settings: RegistrySettings,
    signIns: SignInLog,
  ) {
    this.#pool = new Pool({
      connectionString: settings.CONCORDAT_DATABASE_URL,
      options: '-c search_path=auth',
      application_name: 'partnership-registry accounts',
      max: 6,
      stream: givingUpSilence(SILENT_FOR),
    });
    // Without listeners the end of a connection, idle or in use, would end the process.
    this.#pool.on('error', (err) => this.#log.warn({ err }, 'a connection of the accounts to the database ended'));
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
    this.auth = createAuthentication({
      pool: this.#pool,
      secret: settings.CONCORDAT_AUTH_SECRET,
      passwordCost: settings.CONCORDAT_PASSWORD_COST,
      baseURL: settings.CONCORDAT_REGISTRY_URL,
      // The library ends what ran out when it meets it, and what another session takes the place of.
      onSessionEnded: (session) => {
        const how = isOver(session) ? 'timed-out' : (this.#ending.getStore() ?? 'replaced');
        if (how !== 'never-begun') signIns.ended({ user: session.userId, session: session.id, how });
      },
      onPasswordLink: (_, token) => {
        const link = this.#link.getStore();
        if (link) link.token = token;
      },
    });
  }

  /** Makes the token of a link for setting the password of the account until `expiresAt`, in place of any before it. */
  async passwordLink(account: { id: string; key: string }, expiresAt: Date): Promise<string> {
    const { adapter } = await this.auth.$context;
    await adapter.deleteMany({ model: 'verification', where: [{ field: 'value', value: account.id }] });
    const link: { token: string | null } = { token: null };
    await this.#link.run(link, () => this.auth.api.requestPasswordReset({ body: { email: account.key } }));
    if (link.token === null) throw new Error('The accounts library made no link');
    await adapter.updateMany({ model: 'verification', where: [{ field: 'value', value: account.id }], update: { expiresAt } });
    return link.token;
  }

  /** The library makes a session before it sees that a second factor is to be given, and takes it back: it has not begun. */
  async signInWithPassword(key: string, password: string): Promise<Headers> {
    const { headers } = await this.#ending.run('never-begun', () => this.auth.api.signInEmail({ body: { email: key, password }, returnHeaders: true }));
    return headers;
  }

  /** Opens a session for who proved who they are by other means than the library's own; the token as callers carry it, and as it is stored. */
  async open(userId: string, proved: { secondFactorAt: Date | null; confirmedAt?: Date | null } & Partial<Via>): Promise<{ token: string; bare: string }> {
    const { internalAdapter, secret } = await this.auth.$context;
    const { token } = await internalAdapter.createSession(userId, false, proved);
    return { token: encodeURIComponent(`${token}.${await makeSignature(token, secret)}`), bare: token };
  }

  /** What was proved in a session, to the one that the library opened in its place. */
  async carryOver(bareToken: string, proved: Pick<Found['session'], 'secondFactorAt'> & Via): Promise<void> {
    const { internalAdapter } = await this.auth.$context;
    await internalAdapter.updateSession(bareToken, proved);
  }

  /** Ends every session of the user but the one whose token, without its signature, is `kept`. */
  async endOthers(userId: string, kept: string, how: Ending): Promise<void> {
    const { internalAdapter } = await this.auth.$context;
    const others = (await internalAdapter.listSessions(userId)).map((session) => session.token).filter((token) => token !== kept);
    if (others.length > 0) await this.#ending.run(how, () => internalAdapter.deleteSessions(others));
  }

  /** Sessions of the user that have not run out, as the library keeps them. */
  async sessionsOf(userId: string) {
    const { internalAdapter } = await this.auth.$context;
    return internalAdapter.listSessions(userId);
  }

  /** @param stored the session's token without its signature */
  async endSession(stored: string, how: Ending): Promise<void> {
    const { internalAdapter } = await this.auth.$context;
    await this.#ending.run(how, () => internalAdapter.deleteSession(stored));
  }

  /** Ends the session that the library finds by the headers; one that has ended already is no error. */
  async signOut(headers: Headers, how: Ending): Promise<void> {
    await this.#ending.run(how, () => this.auth.api.signOut({ headers }));
  }

  /** Remembers where the session was last used. */
  async usedOn(stored: string, device: string): Promise<void> {
    const { internalAdapter } = await this.auth.$context;
    await internalAdapter.updateSession(stored, { userAgent: device });
  }

  /** Remembers the membership that the session acts in. */
  async actIn(sessionToken: string, membershipId: string): Promise<void> {
    const { internalAdapter } = await this.auth.$context;
    await internalAdapter.updateSession(sessionToken, { actingMembershipId: membershipId });
  }

  /** What the library signed, if it was this library: the value before its signature. */
  async signedValue(signed: string): Promise<string | null> {
    const at = signed.lastIndexOf('.');
    if (at < 1) return null;
    const { secret } = await this.auth.$context;
    const value = signed.slice(0, at);
    return constantTimeEqual(await makeSignature(value, secret), signed.slice(at + 1)) ? value : null;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#pool.end();
  }
}

const isOver = ({ createdAt, expiresAt }: { createdAt: Date; expiresAt: Date }): boolean => Math.min(expiresAt.getTime(), createdAt.getTime() + ABSOLUTE_SECONDS * 1000) <= Date.now();
