import { date, defineRoute, id, line } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { membership } from './memberships.js';

/** The longest that somebody acts for another without being named again, in days. */
export const MOST_DEPUTY_DAYS = 92;

/**
 * Administrators of the agency: lets a colleague act for the holder of the membership, in its roles, for a period. It is a
 * membership of its own, which they choose to act in, and which ends by itself: with the period, and with either of the
 * two memberships that it rests on. Roles of a second person that the colleague does not hold wait for one. 422
 * `another-agency`, `not-a-colleague`, `not-held`, `already-a-deputy`, `too-long`, `yourself` (whoever acts as a deputy does not prolong it).
 */
export const nameDeputy = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/memberships/:membershipId/deputies',
  summary: 'Name somebody who acts for another for a time',
  params: z.strictObject({ membershipId: id }),
  body: z.strictObject({ userId: id, startsOn: date, /** The first date on which it no longer holds. */ endsOn: date }),
  response: membership,
  status: 201,
});

/** Administrators, and those who read the audit: for whom somebody acts or acted, in the caller's agency, so that what they did can be read as both. */
export const listDeputising = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/people/:userId/deputising',
  summary: 'For whom somebody acts or acted',
  params: z.strictObject({ userId: id }),
  response: z.strictObject({ items: z.array(z.strictObject({ membershipId: id, forUserId: id, forName: line, startsOn: date, endsOn: date.nullable() })) }),
});
