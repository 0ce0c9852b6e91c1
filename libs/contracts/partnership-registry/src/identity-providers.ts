import { defineRoute, id, instant, line, version } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { recorded } from './records.js';
import { session } from './sessions.js';

/*
 * Agencies whose people sign in with their agency's own account (OpenID Connect Core 1.0, with PKCE, RFC 7636). A
 * provider proves that somebody is who they were the last time; whom of ours that is, they said themselves, signed in
 * by our own means; and what they may do, the registry says.
 */

/** As in e-mail addresses, in lower case. */
export const mailDomain = z.string().max(253).regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'Enter a domain such as police.example, without @');

const settings = {
  /** As the provider calls itself, to the letter: its description is at `<issuer>/.well-known/openid-configuration`. */
  issuer: z.url({ protocol: /^https$/, error: 'Enter an address that begins with https://' }).max(500, 'Must be 500 characters or fewer'),
  clientId: line.max(255, 'Must be 255 characters or fewer'),
  /** Of its people's e-mail addresses: who enters one of them is led to the provider. */
  domains: z.array(mailDomain).min(1, 'Enter a domain').max(20, 'Enter 20 domains or fewer'),
  /** Whether two factors that the provider asked for count here; otherwise everybody gives ours besides. */
  secondFactorCounts: z.boolean(),
  /** Values of `acr` or `acrs` with which it says that it asked for two; `mfa` in `amr` says so besides (RFC 8176). */
  strongAcr: z.array(line.max(200, 'Must be 200 characters or fewer')).max(10, 'Enter 10 values or fewer'),
};

/** The secret is kept encrypted and never answered. */
export const identityProvider = z.strictObject({
  ...settings,
  /** Whether people are led to it and let in by it. */
  on: z.boolean(),
  /** How many have linked their account. */
  linked: z.int().min(0),
  ...recorded,
});
export type IdentityProvider = z.output<typeof identityProvider>;

const secret = z.string().min(1, 'Enter the client secret').max(500, 'Must be 500 characters or fewer');

/** Of the caller's own agency. `redirectUri` is registered at the provider exactly so. */
export const readIdentityProvider = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/identity-provider',
  summary: 'How the people of one’s own agency sign in',
  response: z.strictObject({ redirectUri: z.string().nullable(), provider: identityProvider.nullable() }),
});

/**
 * Enters it, off at first (`version` null), or changes it; null leaves the secret as it is. The provider is asked for its
 * description before anything is kept. Another issuer or client forgets who had linked, and ends what it opened. 403
 * `confirmation-needed`; 422 `provider-not-reached` with what was wrong, `secret-needed`, `provider-there-already`,
 * `domain-taken`, `domain-of-others`, `no-address-here`.
 */
export const saveIdentityProvider = defineRoute({
  service: 'partnership-registry',
  method: 'PUT',
  path: '/identity-provider',
  summary: 'Enter or change how the people of one’s own agency sign in',
  body: z.strictObject({ version: version.nullable(), ...settings, secret: secret.nullable() }),
  response: identityProvider,
});

/** Off ends every session that it opened. 403 `confirmation-needed`; 422 `domain-taken`, `domain-of-others`. */
export const turnIdentityProvider = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/identity-provider/turn',
  summary: 'Turn an agency’s own sign-in on or off',
  body: z.strictObject({ version, on: z.boolean() }),
  response: identityProvider,
});

/**
 * Where the people of a domain sign in. The domain alone decides, so that it tells of no account. `ticket` goes back with
 * the provider's answer, from the same browser. 422 `no-provider`, `provider-not-reached`.
 */
export const beginProviderSignIn = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/providers/begin',
  summary: 'Begin to sign in with an agency’s own account',
  body: z.strictObject({ domain: mailDomain }),
  response: z.strictObject({ agencyName: line, url: z.url({ protocol: /^https$/ }), ticket: z.string() }),
});

/**
 * `unknown` is an account of the provider that nobody here has linked: `proof` is for {@link linkIdentity}. 401
 * `provider-refused`, whatever was wrong: the answer, or that who it names may not come in.
 */
export const finishProviderSignIn = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/providers',
  summary: 'Sign in with what an agency’s provider answered',
  body: z.strictObject({ agencyId: id, ticket: z.string().max(4000), answer: z.string().max(8000) }),
  response: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('signed-in'), session }),
    z.strictObject({ outcome: z.literal('unknown'), agencyName: line, proof: z.string() }),
  ]),
  status: 201,
});

/** An account at an agency's provider with which somebody signs in. */
export const linkedIdentity = z.strictObject({ id, agencyName: line, linkedAt: instant });
export type LinkedIdentity = z.output<typeof linkedIdentity>;

export const listIdentities = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/sessions/current/identities',
  summary: 'One’s own accounts at agencies’ providers',
  response: z.strictObject({ items: z.array(linkedIdentity) }),
});

/**
 * In a session that was opened, or confirmed, by our own means within ten minutes: 403 `confirmation-needed`. 422
 * `proof-not-taken`, `not-of-agency`, `linked-already`, `linked-to-another`.
 */
export const linkIdentity = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/current/identities',
  summary: 'Link an account at an agency’s provider to one’s own',
  body: z.strictObject({ proof: z.string().max(4000) }),
  response: z.strictObject({ agencyName: line }),
  status: 201,
});

/** Ends what was opened with it. 403 `confirmation-needed`. */
export const removeIdentity = defineRoute({
  service: 'partnership-registry',
  method: 'DELETE',
  path: '/sessions/current/identities/:identityId',
  summary: 'Sign in with an agency’s account no more',
  params: z.strictObject({ identityId: id }),
  response: z.strictObject({ removed: z.literal(true) }),
});
