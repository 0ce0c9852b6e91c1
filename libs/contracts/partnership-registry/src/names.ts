import { defineRoute, id, line } from '@concordat/contracts-protocol';
import { z } from 'zod';

/** The most ids of one kind that one request may ask. */
export const NAMES_AT_ONCE = 200;

/**
 * Display names of staff and agencies of the caller's partnership, those who left included:
 * services store ids, pages show names. An id that is unknown there is left out.
 */
export const getNames = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/names',
  summary: 'Names of staff and agencies',
  body: z.strictObject({ userIds: z.array(id).max(NAMES_AT_ONCE).default([]), agencyIds: z.array(id).max(NAMES_AT_ONCE).default([]) }),
  response: z.strictObject({ users: z.record(id, line), agencies: z.record(id, line) }),
});
