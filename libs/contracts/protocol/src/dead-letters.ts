import { z } from 'zod';
import { defineRoute } from './route.js';
import type { ServiceName } from './services.js';
import { id, instant, pageOf, pageQuery } from './values.js';

/** An event or a piece of work that failed for good, with the reason. */
export const deadLetter = z.strictObject({
  id,
  source: z.enum(['event', 'work']),
  type: z.string(),
  code: z.string(),
  /** Why it failed; holds no personal data. */
  explanation: z.string(),
  attempts: z.int(),
  trace: z.string(),
  failedAt: instant,
  /** When an administrator last sent it again; null when never. */
  sentAgainAt: instant.nullable(),
});
export type DeadLetter = z.output<typeof deadLetter>;

/** What every service offers its administrators over its dead letters; 422 `settled` for one that has been dealt with since. */
export const deadLetterRoutes = (service: ServiceName) => ({
  list: defineRoute({
    service,
    method: 'GET',
    path: '/dead-letters',
    summary: 'Events and work that failed, latest first',
    query: pageQuery,
    response: pageOf(deadLetter),
  }),
  retry: defineRoute({
    service,
    method: 'POST',
    path: '/dead-letters/:id/retry',
    summary: 'Sends a failed event or piece of work again',
    params: z.strictObject({ id }),
    response: z.strictObject({ id }),
    status: 202,
  }),
});
