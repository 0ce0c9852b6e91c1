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

/** What one of them was about, without anything personal: what was sealed or is free text is told by its length alone. */
export const deadLetterContents = z.strictObject({
  letter: deadLetter,
  /** Each value of the message, by its place in it. */
  contents: z.array(z.strictObject({ place: z.string(), value: z.string() })),
});
export type DeadLetterContents = z.output<typeof deadLetterContents>;

/** Why somebody decides that a message need not succeed: what it would have done was done by hand, or counts no more. */
export const SET_ASIDE_REASONS = ['done-otherwise', 'no-longer-needed'] as const;

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
  read: defineRoute({
    service,
    method: 'GET',
    path: '/dead-letters/:id',
    summary: 'A failed event or piece of work, with what it was about',
    params: z.strictObject({ id }),
    response: deadLetterContents,
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
  setAside: defineRoute({
    service,
    method: 'POST',
    path: '/dead-letters/:id/set-aside',
    summary: 'Gives up a failed event or piece of work: it is listed no more',
    params: z.strictObject({ id }),
    body: z.strictObject({ reason: z.enum(SET_ASIDE_REASONS) }),
    response: z.strictObject({ id }),
  }),
});
