import { z } from 'zod';
import { defineRoute } from './route.js';
import type { ServiceName } from './services.js';
import { instant } from './values.js';

/** Messages of one kind that a consumer has not confirmed yet. */
export const messagesWaiting = z.strictObject({
  /** A service, or `work` for the service's own timed and heavy work. */
  consumer: z.string(),
  type: z.string(),
  count: z.int(),
  /** When the oldest of them was written. */
  since: instant,
});
export type MessagesWaiting = z.output<typeof messagesWaiting>;

/** Work that begins by itself. */
export const scheduledWork = z.strictObject({
  id: z.string(),
  /** When it begins next; null while the queues do not know it. */
  next: instant.nullable(),
});
export type ScheduledWork = z.output<typeof scheduledWork>;

/** What every service tells administrators of its messages: of their own partnership alone, so that nobody learns how busy another is. */
export const queueRoutes = (service: ServiceName) => ({
  read: defineRoute({
    service,
    method: 'GET',
    path: '/queues',
    summary: 'Messages of the partnership that are under way, and work that begins by itself',
    response: z.strictObject({
      /** Whether the queues can be reached; what waits is kept meanwhile. */
      reachable: z.boolean(),
      waiting: z.array(messagesWaiting),
      schedules: z.array(scheduledWork),
    }),
  }),
});
