import { defineRoute } from '@concordat/contracts-protocol';
import { z } from 'zod';

/** Public keys that verify one-minute tokens (RFC 7517). */
export const tokenKeys = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/.well-known/jwks.json',
  summary: 'Public keys of tokens',
  response: z.strictObject({ keys: z.array(z.record(z.string(), z.string())) }),
});

/**
 * The header in which the web passes on the address of the browser to the routes under `/sessions` and `/passwords`,
 * where attempts are counted by it. Without it the address of the connection counts.
 */
export const BROWSER_ADDRESS_HEADER = 'x-browser-address';
