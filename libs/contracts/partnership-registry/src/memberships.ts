import { date, defineRoute, id, line, role, version } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { recorded, why } from './records.js';

const roles = z
  .array(role)
  .min(1, 'Select at least one role')
  .transform((chosen) => [...new Set(chosen)].sort());

/** A person's place in an agency of the partnership. */
export const membership = z.strictObject({
  id,
  userId: id,
  agencyId: id,
  agencyName: line,
  roles: z.array(role),
  /** Roles that wait for a second person. */
  requested: z.array(role),
  /** For whom they act in it for a time, as a deputy; null in a membership of their own. */
  deputyFor: z.strictObject({ userId: id, name: line }).nullable(),
  /** Whether the caller may change and end it. */
  mayChange: z.boolean(),
  startsOn: date,
  /** The first date on which it no longer holds; null while no end is known. */
  endsOn: date.nullable(),
  /** The first date on which the person's training in sharing information has lapsed; null when there is none. */
  trainingValidTo: date.nullable(),
  /** Since when it does not hold because nobody confirmed that it is needed; null while it is not suspended. */
  suspendedOn: date.nullable(),
  /** It holds today, is not suspended, and the account is open. */
  active: z.boolean(),
  ...recorded,
});
export type Membership = z.output<typeof membership>;

/** What an administrator states of a membership. */
export const membershipDetails = z.strictObject({
  roles,
  startsOn: date,
  endsOn: date.nullable().default(null),
  trainingValidTo: date.nullable(),
});

/** A membership to be made: in which agency, and its details. */
export const newMembership = membershipDetails.extend({ agencyId: id });

const params = z.strictObject({ membershipId: id });

export const getMembership = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/memberships/:membershipId',
  summary: 'One membership',
  params,
  response: membership,
});

/** Administrators of the agency; for an agency without one, administrators of the partnership, who make its first. Roles of a second person wait for it. 422 `another-agency`, `already-a-member` while the person has an open membership in the agency; `account-closed`, `membership-ended` for roles of a second person in one that is over. */
export const addMembership = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/people/:userId/memberships',
  summary: 'Give a person a membership in an agency',
  params: z.strictObject({ userId: id }),
  body: newMembership,
  response: membership,
  status: 201,
});

/** Administrators of the agency. Roles of a second person wait for it, also those that are held where the start is put off or brought forward. 422 `another-agency`; `deputy` for a membership in which somebody acts for another; `membership-ended` for one that is over: who comes back gets another; `account-closed` for roles of a second person while it is closed; `last-administrator` when nobody else would be left to manage the partnership. */
export const changeMembership = defineRoute({
  service: 'partnership-registry',
  method: 'PUT',
  path: '/memberships/:membershipId',
  summary: 'Change a membership’s roles and dates',
  params,
  body: membershipDetails.extend({ version }),
  response: membership,
});

/** Administrators of the agency; of the partnership where the agency has none. A leaver: it ends now, and so do the person's sessions. 422 `last-administrator` as above. */
export const closeMembership = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/memberships/:membershipId/close',
  summary: 'End a membership now',
  params,
  body: z.strictObject({ version, why }),
  response: membership,
});
