import { betterAuth } from 'better-auth';
import { bearer, twoFactor } from 'better-auth/plugins';
import { PASSWORD_LENGTH } from '@concordat/contracts-partnership-registry';
import type { Pool } from 'pg';
import { v7 } from 'uuid';
import { KeptPasswords } from './kept-passwords.js';

/** Seconds without a request after which a session ends. */
export const IDLE_SECONDS = 30 * 60;
/** Seconds after signing in at which a session ends, however busy. */
export const ABSOLUTE_SECONDS = 12 * 60 * 60;
/** Seconds that a link for setting a password works: it is handed over in person, perhaps at the next meeting. */
export const LINK_SECONDS = 72 * 60 * 60;

/** Seconds that a link works with which somebody who forgot their password sets a new one: they are at their mail now. */
export const RESET_SECONDS = 60 * 60;

export interface AuthenticationOptions {
  /** Connections whose search path is the schema `auth`. */
  pool: Pool;
  secret: string;
  /** Exponent of scrypt's N, with which passwords are hashed. */
  passwordCost: number;
  /** Address of this service: names the issuer, and is never shown. */
  baseURL: string;
  /** Told of each session that the library ended, with its id and its user's. */
  onSessionEnded(session: { id: string; userId: string; createdAt: Date; expiresAt: Date }): void;
  /** Gets the token of a link instead of a mailer: the administrator hands it over. */
  onPasswordLink(userId: string, token: string): void;
}

/**
 * Credentials, second factors and sessions, which the library keeps in a schema of its own. Who a user is, where they
 * work and as what is ours (`person`, `membership`): a user here has the id of its person and a copy of their address,
 * which `email` is for the first of the accounts with it alone.
 * Nothing of it is reachable over HTTP but through the routes of `sessions.ts` in the contracts.
 */
export function createAuthentication(options: AuthenticationOptions) {
  const passwords = new KeptPasswords(options.pool, options.passwordCost);
  return betterAuth({
    appName: 'Concordat',
    baseURL: options.baseURL,
    secret: options.secret,
    database: options.pool,
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH,
      maxPasswordLength: 500,
      password: { hash: (password) => passwords.hash(password), verify: ({ hash, password }) => passwords.verify(hash, password) },
      resetPasswordTokenExpiresIn: LINK_SECONDS,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => {
        options.onPasswordLink(user.id, token);
        return Promise.resolve();
      },
    },
    session: {
      expiresIn: IDLE_SECONDS,
      // A session's end is written anew at most once a minute, not with every request.
      updateAge: 60,
      // What `currentSession` asks for the second time is asked of the database again: a revoked session ends at once.
      cookieCache: { enabled: false },
      additionalFields: {
        actingMembershipId: { type: 'string', required: false, input: false },
        secondFactorAt: { type: 'date', required: false, input: false },
        providerId: { type: 'string', required: false, input: false },
        viaPartnershipId: { type: 'string', required: false, input: false },
        viaAgencyId: { type: 'string', required: false, input: false },
        confirmedAt: { type: 'date', required: false, input: false },
      },
    },
    user: {
      additionalFields: {
        open: { type: 'boolean', required: true, input: false },
        secondFactorExempt: { type: 'boolean', required: true, input: false },
        backupCodesKept: { type: 'boolean', required: true, input: false },
        hasPasskey: { type: 'boolean', required: true, input: false },
        // What pages and letters call the email address: `email` is the key by which the library finds the account.
        address: { type: 'string', required: true, input: false },
        homePartnershipId: { type: 'string', required: true, input: false },
      },
    },
    databaseHooks: {
      session: {
        delete: {
          after: (session) => {
            options.onSessionEnded(session);
            return Promise.resolve();
          },
        },
      },
    },
    verification: { storeIdentifier: { default: 'plain', overrides: { 'reset-password': 'hashed' } } },
    // Limits are counted per address and account in Redis (attempts.ts), for every process of the service together.
    rateLimit: { enabled: false },
    // With joins, a session and its user are one statement, of every page.
    advanced: { database: { generateId: () => v7(), joins: true }, useSecureCookies: false },
    plugins: [
      bearer({ requireSignature: true }),
      // Who has no password is asked for what stands in its place before the library is.
      // An app begins without backup codes: those that are made are hashed (backup-codes.ts), and the library keeps and compares hashes.
      twoFactor({ issuer: 'Concordat', allowPasswordless: true, backupCodeOptions: { customBackupCodesGenerate: () => [] } }),
    ],
  });
}

/** A user as the library has them, with the address of their owner for the key. */
export const addressed = <User extends { email: string; address?: unknown }>(user: User): User => (typeof user.address === 'string' ? { ...user, email: user.address } : user);

export type Authentication = ReturnType<typeof createAuthentication>;
