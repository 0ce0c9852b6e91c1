import { defineRoute, line } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { mailDomain } from './identity-providers.js';
import { newPasskey, passkeyChallenge } from './passkeys.js';
import { session } from './sessions.js';

/*
 * A link that somebody was given to their account: an invitation, or one for who forgot their password. It works once, for
 * whichever way to sign in its owner chooses; `setPassword` is another. Whoever has a second factor already is let in by
 * none of these alone: 422 `link-not-valid`, as for a link that was used, replaced, made up or has expired.
 */

const token = z.string().min(1).max(200);

/** Which ways its owner can choose. `passkey` is false for who has a second factor: a link alone does not stand for it. */
export const readAccountLink = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/account-links',
  summary: 'What somebody can do with a link to their account',
  body: z.strictObject({ token }),
  response: z.strictObject({
    name: line,
    passkey: z.boolean(),
    /** Agencies of theirs with a sign-in of their own, and a domain that leads there. */
    organisations: z.array(z.strictObject({ agencyName: line, domain: mailDomain })),
  }),
});

/** 422 `no-passkeys-here`. */
export const beginPasskeyByLink = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/account-links/passkeys/challenge',
  summary: 'Begin to add a passkey with a link to one’s account',
  body: z.strictObject({ token }),
  response: passkeyChallenge,
});

/** Signs in with it; sessions that there were end. 422 `passkey-not-taken`, after which the link still works. */
export const addPasskeyByLink = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/account-links/passkeys',
  summary: 'Add a passkey with a link to one’s account',
  body: newPasskey.extend({ token }),
  response: session,
  status: 201,
});

/** `proof` is that of `finishProviderSignIn`. Signs in with it; sessions that there were end. 422 as `linkIdentity`. */
export const linkIdentityByLink = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/account-links/identities',
  summary: 'Link an account at an agency’s provider with a link to one’s account',
  body: z.strictObject({ token, proof: z.string().max(4000) }),
  response: session,
  status: 201,
});
