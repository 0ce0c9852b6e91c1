import { z } from 'zod';
import { defineRoute } from '../route.js';
import type { ServiceName } from '../services.js';
import { category, code, id, version } from '../values.js';

/** Counts below this are left out of what is told: a few items are a few people. */
export const SMALLEST_TOLD_COUNT = 5;

/** So many items of the asker's agency, of one kind, that one agency would come to see or see no longer. */
export const whatIfCount = z.strictObject({
  /** What the cases are for. */
  purpose: code,
  category,
  /** The agency that would see more, or less. */
  agencyId: id,
  /** Exact, and never below {@link SMALLEST_TOLD_COUNT}. */
  items: z.int().min(SMALLEST_TOLD_COUNT),
});
export type WhatIfCount = z.output<typeof whatIfCount>;

/**
 * What a change of an agreement would open and close among the items that the asker's agency owns, as its own terms say.
 * Counts under {@link SMALLEST_TOLD_COUNT} are left out as if they were none, and there are no totals, from which they could be worked out.
 */
export const whatIfRoutes = (service: ServiceName) => ({
  /** Administrators and information governance. 422 `not-heard-yet` while the service has another version of the agreement. */
  whatIf: defineRoute({
    service,
    method: 'POST',
    path: '/sharing/agreements/:agreementId/what-if',
    summary: 'What bringing an agreement into force, suspending or ending it would open and close',
    params: z.strictObject({ agreementId: id }),
    body: z.strictObject({ version, status: z.enum(['active', 'suspended', 'ended']) }),
    response: z.strictObject({ opens: z.array(whatIfCount), closes: z.array(whatIfCount) }),
  }),
});
