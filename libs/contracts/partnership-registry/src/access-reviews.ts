import { date, defineRoute, id, line, pageOf, pageQuery, role, version } from '@concordat/contracts-protocol';
import { z } from 'zod';

/**
 * `confirmed`: nothing is to be done yet; `due`: to be confirmed within 30 days; `overdue`: suspended soon; `suspended`:
 * nobody confirmed it in time.
 */
export const REVIEW_STATES = ['confirmed', 'due', 'overdue', 'suspended'] as const;

/** A membership whose holder's need for it is confirmed once a year. */
export const accessReview = z.strictObject({
  membershipId: id,
  userId: id,
  name: line,
  agencyId: id,
  agencyName: line,
  roles: z.array(role),
  /** When it was made, or last confirmed. */
  confirmedOn: date,
  dueOn: date,
  /** When it is suspended unless somebody confirms it. */
  suspendsOn: date,
  state: z.enum(REVIEW_STATES),
  /** Whether the caller is among those who confirm it. */
  mayConfirm: z.boolean(),
  version,
});
export type AccessReview = z.output<typeof accessReview>;

/** Administrators and information governance leads: memberships of their agency; administrators of the partnership: of every agency. Those that have waited longest first. */
export const listAccessReviews = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/access-reviews',
  summary: 'Memberships whose need is to be confirmed',
  query: pageQuery.extend({ which: z.enum(['due', 'all']).default('due') }),
  response: pageOf(accessReview),
});

/**
 * Says that somebody still needs their membership, for another year; lifts its suspension, after which
 * roles of a second person wait for one. By an administrator of the
 * agency; of the partnership where the agency has no other; by its information governance lead where there is no other
 * either. 403 `not-allowed` for others, and for one's own; 422 `membership-ended`.
 */
export const confirmAccess = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/memberships/:membershipId/confirmation',
  summary: 'Confirm that a membership is still needed',
  params: z.strictObject({ membershipId: id }),
  body: z.strictObject({ version }),
  response: z.strictObject({ confirmedOn: date }),
});
