import { defineRoute, id, instant, line, pageOf, pageQuery, role, version } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { membership, newMembership } from './memberships.js';
import { recorded, why } from './records.js';

const email = z
  .email('Enter an email address in the correct format, like name@example.com')
  .max(254)
  .transform((given) => given.toLowerCase());

/** A member of staff of the partnership's agencies, with their memberships of this partnership alone. */
export const person = z.strictObject({
  id,
  name: line,
  email: z.email(),
  /** The account is open: its owner can sign in. */
  open: z.boolean(),
  /** This partnership made the account and manages it; otherwise it manages the memberships only. */
  managedHere: z.boolean(),
  /** Whether the caller may change the account: an administrator of the agency whose member the person first was. */
  mayManage: z.boolean(),
  /** Whether the caller may give them a link to their account: also administrators of the partnership an agency's first administrator, until they have used it. */
  mayInvite: z.boolean(),
  /** `exempt`: signs in with a password alone; set for demonstrations when they are loaded, never by a page. */
  secondFactor: z.enum(['on', 'not-set-up', 'exempt']),
  memberships: z.array(membership),
  ...recorded,
});
export type Person = z.output<typeof person>;

const params = z.strictObject({ userId: id });

/** Administrators. By name; `agencyId` restricts it to those with a membership there, open or ended. */
export const listPeople = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/people',
  summary: 'People with a membership in the partnership',
  query: pageQuery.extend({ agencyId: id.optional() }),
  response: pageOf(person),
});

/** Administrators. */
export const getPerson = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/people/:userId',
  summary: 'One person',
  params,
  response: person,
});

/**
 * Administrators. A person, their account and their first membership. The answer, and all that follows, is the same for
 * somebody whom another partnership knows: there they have another account, with another password.
 */
export const addPerson = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/people',
  summary: 'Add a person with their first membership',
  body: z.strictObject({ name: line, email, membership: newMembership }),
  response: person,
  status: 201,
});

/** Administrators of the partnership that made the account; 422 `managed-elsewhere` for others. A new e-mail address ends the person's sessions; 403 `confirmation-needed` for it. Of somebody else's account that was used, and that nothing but a password protects, roles of a second person then wait for one. */
export const changePerson = defineRoute({
  service: 'partnership-registry',
  method: 'PUT',
  path: '/people/:userId',
  summary: 'Change a person’s name and e-mail address',
  params,
  body: z.strictObject({ version, name: line, email }),
  response: person,
});

/** Administrators, as {@link changePerson}. All memberships stop and all sessions end at once. 422 `last-administrator`. */
export const closeAccount = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/people/:userId/close',
  summary: 'Close a person’s account now',
  params,
  body: z.strictObject({ version, why }),
  response: person,
});

/** Administrators, as {@link changePerson}. Memberships hold again, and their roles count; those of a second person wait for one. */
export const reopenAccount = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/people/:userId/reopen',
  summary: 'Open a closed account again',
  params,
  body: z.strictObject({ version, why }),
  response: person,
});

/** Administrators, as {@link changePerson}. Ends every session that the person has. */
export const endSessions = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/people/:userId/sessions/end',
  summary: 'End a person’s sessions',
  params,
  response: z.strictObject({ ended: z.literal(true) }),
});

/** Administrators, as {@link changePerson}: for someone who lost their device. They set it up anew when they next sign in; roles of a second person wait for one. 403 `confirmation-needed`. */
export const resetSecondFactor = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/people/:userId/second-factor/reset',
  summary: 'Remove a person’s second factor',
  params,
  body: z.strictObject({ version, why }),
  response: person,
});

/** Administrators, as {@link changePerson}. The token works once, until `expiresAt`, and replaces any before it: to be handed over in person. 403 `confirmation-needed`. Roles wait as {@link changePerson} says. */
export const createPasswordLink = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/people/:userId/password-links',
  summary: 'Make a link with which a person chooses how they sign in',
  params,
  response: z.strictObject({ token: z.string(), expiresAt: instant }),
  status: 201,
});

/** Administrators, as {@link changePerson}: sends the person a link with which they choose how they sign in: with a password, a passkey or their agency’s own sign-in. It works once, until `expiresAt`, and replaces any before it. 403 `confirmation-needed`. */
export const invitePerson = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/people/:userId/invitations',
  summary: 'Invite a person by e-mail',
  params,
  response: z.strictObject({ expiresAt: instant }),
  status: 201,
});

/**
 * Asks for a link with which the owner of the account sets a new password. The answer, and the work until it is given,
 * are the same whether or not there is an account; 429 after repeated requests for one address.
 */
export const requestPasswordReset = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/password-resets',
  summary: 'Ask for a link to set a new password',
  body: z.strictObject({ email }),
  response: z.strictObject({ asked: z.literal(true) }),
  status: 201,
});

/** The least length of a password: three random words reach it. */
export const PASSWORD_LENGTH = 12;

/**
 * Sets a password with the token of a link; all sessions of the account end.
 * 422 `link-not-valid` for a token that was used, replaced, made up or has expired; 422 `common-password` for one that is easily guessed.
 */
export const setPassword = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/passwords',
  summary: 'Set a password with a link',
  body: z.strictObject({
    token: z.string().min(1).max(200),
    password: z.string().min(PASSWORD_LENGTH, `Password must be ${PASSWORD_LENGTH} characters or more`).max(500, 'Password must be 500 characters or fewer'),
  }),
  response: z.strictObject({ set: z.literal(true) }),
  status: 201,
});

/**
 * Who can be asked or named in the partnership: people with an active membership, by name. With `former` those whose
 * membership does not hold now, since what they did can still be asked: for the agency's own information governance lead.
 */
export const listStaff = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/staff',
  summary: 'People who work in the partnership now, or for the agency before',
  query: pageQuery.extend({ agencyId: id.optional(), role: role.optional(), former: z.literal('yes').optional() }),
  response: pageOf(
    z.strictObject({ membershipId: id, userId: id, name: line, agencyId: id, agencyName: line, roles: z.array(role) }),
  ),
});
