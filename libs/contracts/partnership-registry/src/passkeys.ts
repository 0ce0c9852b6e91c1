import { defineRoute, id, instant, line } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { session } from './sessions.js';

/*
 * Passkeys (W3C Web Authentication, level 3). A passkey asks its owner for a fingerprint, a face or a PIN each time, so it
 * is two factors by itself. Whatever a browser is to do begins with a challenge, which is signed by this service,
 * holds for five minutes and is taken once.
 */

/** The most passkeys that one account has. */
export const MOST_PASSKEYS = 10;

const bytes = z.string().max(20_000).regex(/^[\w-]+$/, 'must be base64url');
const extensions = z.record(z.string(), z.unknown());
const attachment = z.enum(['platform', 'cross-platform']).nullish();

/** What `navigator.credentials.create()` gave, as its `toJSON()` writes it. */
export const madePasskey = z.strictObject({
  id: bytes,
  rawId: bytes,
  type: z.literal('public-key'),
  response: z.strictObject({
    clientDataJSON: bytes,
    attestationObject: bytes,
    authenticatorData: bytes.nullish(),
    transports: z.array(z.string().max(50)).max(10).nullish(),
    publicKey: bytes.nullish(),
    publicKeyAlgorithm: z.int().nullish(),
  }),
  authenticatorAttachment: attachment,
  clientExtensionResults: extensions,
});

/** What `navigator.credentials.get()` gave, as its `toJSON()` writes it. */
export const shownPasskey = z.strictObject({
  id: bytes,
  rawId: bytes,
  type: z.literal('public-key'),
  response: z.strictObject({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes.nullish(),
    attestationObject: bytes.nullish(),
  }),
  authenticatorAttachment: attachment,
  clientExtensionResults: extensions,
});

/** What the browser is asked for (`PublicKeyCredentialCreationOptionsJSON` or `…RequestOptionsJSON`), and the challenge in it to be sent back. */
export const passkeyChallenge = z.strictObject({ options: z.looseObject({ challenge: z.string() }), challenge: z.string() });

const given = z.string().max(500);

/** A passkey that somebody adds, under a name of their own. */
export const newPasskey = z.strictObject({ name: line.max(60, 'Name must be 60 characters or fewer'), challenge: given, passkey: madePasskey });

/** A passkey of an account, as its owner named it. */
export const passkey = z.strictObject({ id, name: line, addedAt: instant, lastUsedAt: instant.nullable() });
export type Passkey = z.output<typeof passkey>;

/** The passkeys of whoever is signed in, oldest first. */
export const listPasskeys = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/sessions/current/passkeys',
  summary: 'One’s own passkeys',
  response: z.strictObject({ items: z.array(passkey) }),
});

/**
 * Begins to add one, for a session that is `ready` or lacks nothing but a second factor. 403 `confirmation-needed` more
 * than ten minutes after its owner last said who they are; 422 `no-passkeys-here`, `too-many-passkeys`.
 */
export const beginPasskey = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/current/passkeys/challenge',
  summary: 'Begin to add a passkey',
  response: passkeyChallenge,
});

/** Adds it. The session goes on under the token that is answered. 422 `passkey-not-taken`. */
export const addPasskey = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/current/passkeys',
  summary: 'Add a passkey',
  body: newPasskey,
  response: session,
  status: 201,
});

/** 422 `last-way-in` for what the account could not be signed in to without; 403 `confirmation-needed`. */
export const removePasskey = defineRoute({
  service: 'partnership-registry',
  method: 'DELETE',
  path: '/sessions/current/passkeys/:passkeyId',
  summary: 'Remove one of one’s own passkeys',
  params: z.strictObject({ passkeyId: id }),
  response: z.strictObject({ removed: z.literal(true) }),
});

/** For signing in, as a second factor or to confirm who one is: it asks for any passkey of this service, and so tells nobody who has one. */
export const askForPasskey = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/passkeys/challenge',
  summary: 'Ask a browser for a passkey',
  response: passkeyChallenge,
});

/** Signs in without a password. 401 `wrong-passkey`, whether it is unknown, its account closed or its signature wrong. */
export const signInWithPasskey = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/passkeys',
  summary: 'Sign in with a passkey',
  body: z.strictObject({ challenge: given, passkey: shownPasskey }),
  response: session,
  status: 201,
});

/** The second factor of a session whose stage is `second-factor`. 401 `wrong-passkey`, also for somebody else's. */
export const givePasskey = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/current/second-factor/passkey',
  summary: 'Give a passkey as the second factor',
  body: z.strictObject({ challenge: given, passkey: shownPasskey }),
  response: session,
});

/**
 * Says again who one is, before an act that asks for it: with the password or a passkey. Holds for ten minutes, for this
 * session. 401 `wrong-credentials`, `wrong-passkey`.
 */
export const confirmIdentity = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/current/confirmation',
  summary: 'Confirm who one is',
  body: z.union([
    z.strictObject({ password: z.string().min(1).max(500) }),
    z.strictObject({ challenge: given, passkey: shownPasskey }),
  ]),
  response: z.strictObject({ confirmed: z.literal(true) }),
});
