import { z } from 'zod';
import { auditAction } from '../conduct.js';
import { defineRoute } from '../route.js';
import { id, instant, pageOf, pageQuery } from '../values.js';
import type { CaseService } from './protections.js';

/** What somebody did to a case and to what is on it, in one minute and in one way: the kinds of record, and never which or what they hold. */
export const look = z.strictObject({
  /** The start of the minute. */
  at: instant,
  /** Null for what a service did by itself. */
  userId: id.nullable(),
  agencyId: id.nullable(),
  action: auditAction,
  kinds: z.array(z.string()),
});
export type Look = z.output<typeof look>;

/** Of one agency or user alone. */
const whose = pageQuery.extend({ agencyId: id.optional(), userId: id.optional() });

/** Who looked at a case, or at a person of it, for those who read the audit of the agency that owns it. Being asked is in the audit too. */
export const lookRoutes = (service: CaseService) => ({
  /** A case of the caller's agency, by what people call it: in a body, as everything that is typed to look for something. */
  find: defineRoute({
    service,
    method: 'POST',
    path: '/looks/case',
    summary: 'Find a case of my agency by its reference, to see who looked at it',
    body: z.strictObject({ reference: z.string().trim().min(1, 'Enter the reference').max(40) }),
    response: z.strictObject({ caseId: id }),
    status: 200,
  }),
  ofCase: defineRoute({
    service,
    method: 'GET',
    path: '/cases/:caseId/looks',
    summary: 'Who looked at a case or changed it, the latest first',
    params: z.strictObject({ caseId: id }),
    query: whose,
    /** `people`: those of the case, in the order in which they came to it. */
    response: pageOf(look).extend({ people: z.array(id) }),
  }),
  ofPerson: defineRoute({
    service,
    method: 'GET',
    path: '/cases/:caseId/people/:subjectId/looks',
    summary: 'Who looked at a person of a case, in every case of my agency that they are in, the latest first',
    params: z.strictObject({ caseId: id, subjectId: id }),
    query: whose,
    /** `cases`: in how many it was looked. */
    response: pageOf(look).extend({ cases: z.int() }),
  }),
});
