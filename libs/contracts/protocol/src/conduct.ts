import { z } from 'zod';
import { defineRoute } from './route.js';
import type { ServiceName } from './services.js';
import { id, instant, pageOf, pageQuery, type Role } from './values.js';

/** Roles that read the audit of their own agency: who did what, and nothing of what was seen. */
export const AUDIT_READERS = ['information-governance', 'auditor'] as const satisfies readonly Role[];

/** What somebody can do to records, as the audit calls it. */
export const auditAction = z.enum(['viewed', 'listed', 'searched', 'created', 'changed', 'exported', 'shared']);

/** One thing that somebody did, as the audit keeps it, without which records it was: whoever reads it may not be one who sees them. */
export const deed = z.strictObject({
  at: instant,
  /** The membership in which they acted: their own, or one in which they stood in for somebody. */
  membershipId: id.nullable(),
  action: auditAction,
  /** What the records are, as the service calls them, e.g. `case`. */
  kind: z.string(),
  /** How many records: a page of a list is one deed. */
  records: z.int(),
  /** Leads to the log, and to what other services did in the same request. */
  trace: z.string(),
});
export type Deed = z.output<typeof deed>;

/** What every service tells {@link AUDIT_READERS} of the people who act for their own agency. Being asked is in the audit too. */
export const conductRoutes = (service: ServiceName) => ({
  list: defineRoute({
    service,
    method: 'GET',
    path: '/conduct/:userId',
    summary: 'What somebody did for the caller’s own agency, latest first',
    params: z.strictObject({ userId: id }),
    query: pageQuery,
    response: pageOf(deed),
  }),
});
