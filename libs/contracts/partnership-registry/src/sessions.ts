import { defineRoute, id, instant, line, role, SERVICE_NAMES } from '@concordat/contracts-protocol';
import { z } from 'zod';

/*
 * The web holds a session's token in its cookie and sends it as `Authorization: Session <token>` to the routes
 * of this file alone; every other route of every service takes a one-minute token made by `issueTokens`.
 */

/** `ready`: signed in. Otherwise the session can do nothing but give or set up its second factor. */
export const sessionStage = z.enum(['ready', 'second-factor', 'set-up-second-factor']);

const session = z.strictObject({ token: z.string(), expiresAt: instant, stage: sessionStage });

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

/** The second factor of a session whose stage is `second-factor`: six digits of the person's authenticator app. */
export const giveSecondFactor = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/current/second-factor',
  summary: 'Give the code of the second factor',
  body: z.strictObject({ code: z.string().regex(/^\d{6}$/, 'Enter the 6 digits that your app shows') }),
  response: session,
});

/** Begins the set-up of a second factor: the address to show as QR code or to type into an authenticator app. */
export const beginSecondFactor = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/current/second-factor/set-up',
  summary: 'Begin to set up a second factor',
  body: z.strictObject({ password: z.string().min(1).max(500) }),
  response: z.strictObject({ uri: z.string(), backupCodes: z.array(z.string()) }),
});

/** Who is signed in, and the memberships that they may act in. */
export const currentSession = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/sessions/current',
  summary: 'The session: who is signed in and as what they act',
  response: z.strictObject({
    stage: sessionStage,
    user: z.strictObject({ id, name: line, email: z.email() }),
    acting: id.nullable(),
    memberships: z.array(
      z.strictObject({ id, agencyId: id, agencyName: line, partnershipId: id, partnershipName: line, roles: z.array(role) }),
    ),
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

/** One-minute tokens of the acting membership, one for each service asked. 401 when the session has ended. */
export const issueTokens = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/current/tokens',
  summary: 'Issue one-minute tokens for services',
  body: z.strictObject({ audiences: z.array(z.enum(SERVICE_NAMES)).min(1).max(SERVICE_NAMES.length) }),
  response: z.strictObject({ tokens: z.partialRecord(z.enum(SERVICE_NAMES), z.string()), expiresAt: instant }),
});

/** Ends the session at once. */
export const signOut = defineRoute({
  service: 'partnership-registry',
  method: 'DELETE',
  path: '/sessions/current',
  summary: 'Sign out',
  response: z.strictObject({ ended: z.literal(true) }),
});
