import { z } from 'zod';
import { defineRoute } from './route.js';
import type { ServiceName } from './services.js';

/** Reads that are asked together at most. */
export const READS_AT_ONCE = 20;

/** Of a path with its query, e.g. `/cases?state=responding`. */
const path = z.string().max(8_000).regex(/^\/(?!\/)/, 'Begins with one /');

// Made once: a schema that is new with each page is compiled with each page.
const body = z.strictObject({ paths: z.array(path).min(1).max(READS_AT_ONCE) });
const response = z.strictObject({ answers: z.array(z.strictObject({ status: z.int(), body: z.unknown() })) });

/** What a page asks of one service, at once. */
export const readsRoutes = (service: ServiceName) => ({
  /**
   * Each answer is what GET of its path gives as whoever asks, in one transaction: who asks is looked
   * up once. It is 500 where one of them breaks the transaction: then each is to be asked by itself.
   */
  reads: defineRoute({
    service,
    method: 'POST',
    path: '/reads',
    summary: 'Several reads at once',
    body,
    response,
  }),
});
