import { z } from 'zod';
import { defineRoute } from '../route.js';
import { category, date, id, instant, line, reference, text, version } from '../values.js';
import type { CasePath } from './case-path.js';

export const REVIEW_OUTCOMES = ['justified', 'not-needed', 'misuse'] as const;

/** An item as emergency access shows it, with what is said of it. */
const emergencyItem = z.strictObject({ id, category, ownerAgencyId: id, fields: z.record(z.string(), z.string()), addedAt: instant });

export const emergencyView = z.strictObject({
  id,
  version,
  caseId: id,
  caseReference: z.string(),
  subjectId: id,
  /** As the user named the person. */
  name: z.string(),
  userId: id,
  agencyId: id,
  /** Whose information it opened; to others than the user who made it, their own agency alone. */
  ownerAgencyIds: z.array(id),
  categories: z.array(category),
  threat: z.string(),
  openedAt: instant,
  /** When it ends, at most 24 hours after. */
  endsAt: instant,
  open: z.boolean(),
  review: z.strictObject({
    due: instant,
    overdue: z.boolean(),
    done: z.strictObject({ at: instant, byUserId: id, outcome: z.enum(REVIEW_OUTCOMES), note: z.string() }).nullable(),
  }),
  mine: z.boolean(),
  mayReview: z.boolean(),
});
export type EmergencyView = z.output<typeof emergencyView>;

/**
 * Emergency access ("break glass"): where life is threatened, a user opens what is held on one person of one case, for at
 * most 24 hours, on the gateway of vital interests (UK GDPR Article 6(1)(d) and 9(2)(c)). Never what an agency holds that opted out.
 */
export function emergencyRoutes({ service }: Pick<CasePath, 'service'>) {
  const accessParams = z.strictObject({ accessId: id });
  return {
    /**
     * The case by its reference, the person by their date of birth. `not-found` for a case that is hidden from the user for
     * safety as for one that does not exist. 422 `too-many-today`, `too-many-searches`, `training-lapsed`.
     */
    open: defineRoute({
      service,
      method: 'POST',
      path: '/emergency-accesses',
      summary: 'Open what is held on a person, where life is threatened',
      body: z.strictObject({ reference, name: line, dateOfBirth: date, threat: text, categories: z.array(category).min(1, 'Choose what you need') }),
      response: z.strictObject({ outcome: z.enum(['opened', 'not-found']), id: id.nullable() }),
      status: 201,
    }),
    /** Mine, and those that opened my agency's information or that of a case which it owns; the newest first; 100 at most. */
    list: defineRoute({
      service,
      method: 'GET',
      path: '/emergency-accesses',
      summary: 'Emergency accesses that I made, or may review',
      query: z.strictObject({ review: z.enum(['open', 'all']).default('all') }),
      response: z.strictObject({ items: z.array(emergencyView), leftToday: z.int().nonnegative() }),
    }),
    read: defineRoute({
      service,
      method: 'GET',
      path: '/emergency-accesses/:accessId',
      summary: 'One emergency access; what it opens, to the user who made it, while it lasts',
      params: accessParams,
      response: emergencyView.extend({ items: z.array(emergencyItem) }),
    }),
    /** By the user who made it, or by who may review it. */
    end: defineRoute({
      service,
      method: 'POST',
      path: '/emergency-accesses/:accessId/end',
      summary: 'End an emergency access before its time',
      params: accessParams,
      body: z.strictObject({ version }),
      response: z.strictObject({ id, version }),
      status: 201,
    }),
    /** By another than the user who made it. `misuse` ends it at once. */
    review: defineRoute({
      service,
      method: 'POST',
      path: '/emergency-accesses/:accessId/review',
      summary: 'Review an emergency access',
      params: accessParams,
      body: z.strictObject({ version, outcome: z.enum(REVIEW_OUTCOMES), note: text }),
      response: z.strictObject({ id, version }),
      status: 201,
    }),
  };
}
export type EmergencyRoutes = ReturnType<typeof emergencyRoutes>;
