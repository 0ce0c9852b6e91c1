import { defineRoute, id, instant, line, role, SERVICE_NAMES } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { PASSWORD_LENGTH } from './people.js';

/*
 * The web holds a session's token in its cookie and sends it as `Authorization: Session <token>` to the routes
 * of this file and of second-factors.ts alone; every other route of every service takes a one-minute token made by `issueTokens`.
 */

/**
 * `ready`: signed in. Otherwise the session can do nothing but give its second factor, set one up, or keep the backup
 * codes of it (second-factors.ts).
 */
export const sessionStage = z.enum(['ready', 'second-factor', 'set-up-second-factor', 'keep-backup-codes']);
export type SessionStage = z.output<typeof sessionStage>;

/** What an account gives besides its password. */
export const secondFactorKind = z.enum(['app', 'passkey']);
export type SecondFactorKind = z.output<typeof secondFactorKind>;

/** A session as whoever opened it carries it on. */
export const session = z.strictObject({ token: z.string(), expiresAt: instant, stage: sessionStage });

/** Signing in with e-mail and password. 401 `wrong-credentials` never says which of the two was wrong; 429 after repeated failures. */
export const signIn = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions',
  summary: 'Sign in with e-mail address and password',
  body: z.strictObject({ email: z.email('Enter an email address in the correct format, like name@example.com'), password: z.string().min(1).max(500) }),
  response: session,
  status: 201,
});

const tokens = z.partialRecord(z.enum(SERVICE_NAMES), z.string());

/** Who is signed in, and the memberships that they may act in; with what a page needs to ask the services, which is most of what pages do. */
export const currentSession = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/sessions/current',
  summary: 'The session: who is signed in and as what they act',
  response: z.strictObject({
    stage: sessionStage,
    /** Which second factors the account has. */
    secondFactors: z.array(secondFactorKind),
    /** Whether the account has a password, which setting up a second factor then asks for; null at any other stage. */
    hasPassword: z.boolean().nullable().default(null),
    user: z.strictObject({ id, name: line, email: z.email() }),
    /** The membership that they act in: the only one, or that which they chose since they signed in; null before. */
    acting: id.nullable(),
    memberships: z.array(
      z.strictObject({ id, agencyId: id, agencyName: line, partnershipId: id, partnershipName: line, roles: z.array(role), /** Whom they act for in it, as a deputy. */ deputyFor: line.nullable() }),
    ),
    /** As `issueTokens` issues them, one for each service; null while nobody acts. */
    tokens: tokens.nullable(),
    expiresAt: instant,
  }),
});

/** Acts in another of the person's memberships from now on. */
export const actAs = defineRoute({
  service: 'partnership-registry',
  method: 'PUT',
  path: '/sessions/current/membership',
  summary: 'Choose the membership to act in',
  body: z.strictObject({ membershipId: id }),
  response: z.strictObject({ acting: id }),
});

/** When the session ends. Asking is no use of it: it prolongs nothing. 401 when it has ended. */
export const sessionEnd = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/sessions/current/end',
  summary: 'When the session ends',
  response: z.strictObject({ /** If it is not used before. */ expiresAt: instant, /** However busy it is. */ lastsUntil: instant }),
});

/** One-minute tokens of the acting membership alone, one for each service asked. 401 when the session has ended; 403 `membership-not-chosen` while none of several was chosen, `access-ended` where there is none. */
export const issueTokens = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/current/tokens',
  summary: 'Issue one-minute tokens for services',
  body: z.strictObject({ audiences: z.array(z.enum(SERVICE_NAMES)).min(1).max(SERVICE_NAMES.length) }),
  response: z.strictObject({ tokens, expiresAt: instant }),
});

/** Whoever is signed in changes their password; their other sessions end. 401 `wrong-credentials`, 422 `common-password`. */
export const changePassword = defineRoute({
  service: 'partnership-registry',
  method: 'PUT',
  path: '/sessions/current/password',
  summary: 'Change one’s own password',
  body: z.strictObject({
    current: z.string().min(1).max(500),
    password: z.string().min(PASSWORD_LENGTH, `Password must be ${PASSWORD_LENGTH} characters or more`).max(500, 'Password must be 500 characters or fewer'),
  }),
  response: session,
});

/** Ends the session at once. */
export const signOut = defineRoute({
  service: 'partnership-registry',
  method: 'DELETE',
  path: '/sessions/current',
  summary: 'Sign out',
  response: z.strictObject({ ended: z.literal(true) }),
});
