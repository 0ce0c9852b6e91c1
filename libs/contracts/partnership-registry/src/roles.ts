import { defineRoute, id, instant, line, pageOf, pageQuery, role, version, type Role } from '@concordat/contracts-protocol';
import { z } from 'zod';

/** Roles that one person asks for and another grants, whoever they are, whenever they begin to count. */
export const SECOND_PERSON_ROLES: readonly Role[] = ['victim-safety', 'information-governance'];

/** A role that waits for a second person. */
export const roleRequest = z.strictObject({
  id,
  membershipId: id,
  userId: id,
  name: line,
  agencyName: line,
  role,
  /** Who asked for it, or made it begin again; null for the service's own work. */
  requestedBy: id.nullable(),
  requestedAt: instant,
  /** Whether the caller may be the second person. */
  mayDecide: z.boolean(),
  version,
});
export type RoleRequest = z.output<typeof roleRequest>;

/** Administrators and information governance leads: those of their own agency; administrators of the partnership: of every agency. The oldest first. */
export const listRoleRequests = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/role-requests',
  summary: 'Roles that wait for a second person',
  query: pageQuery,
  response: pageOf(roleRequest),
});

/**
 * Grants or refuses a role. 403 `not-allowed` for who asked for it and for who is to get it, and for people of other
 * agencies but administrators of the partnership, `confirmation-needed` to grant it; 422 `decided` for a request that was decided already.
 */
export const decideRoleRequest = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/role-requests/:requestId/decision',
  summary: 'Grant or refuse a role as the second person',
  params: z.strictObject({ requestId: id }),
  body: z.strictObject({ version, grant: z.boolean(), why: z.string().trim().max(500).default('') }),
  response: z.strictObject({ granted: z.boolean() }),
});

/**
 * What became of somebody's roles: those that count of a membership before and after. They are empty while it does not hold: before it
 * begins, after its end, while it is suspended and while the account is closed. Roles that are granted for a later date
 * are there twice: when they are granted, and when that date comes.
 */
export const roleChange = z.strictObject({
  id,
  membershipId: id,
  userId: id,
  name: line,
  before: z.array(role),
  after: z.array(role),
  /** Null for the service's own work: a date that came, an account that another partnership manages. */
  by: id.nullable(),
  at: instant,
});
export type RoleChange = z.output<typeof roleChange>;

/** Information governance leads and administrators: of their own agency, the newest first. */
export const listRoleChanges = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/role-changes',
  summary: 'What became of the roles of the agency’s people',
  query: pageQuery,
  response: pageOf(roleChange),
});
