import { defineRoute, id, line, version } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { recorded } from './records.js';

export const partnership = z.strictObject({ id, name: line, districts: z.array(line), active: z.boolean(), ...recorded });
export type Partnership = z.output<typeof partnership>;

/** The partnership that the caller acts in; another cannot be named. */
export const getPartnership = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/partnership',
  summary: 'The partnership that you act in',
  response: partnership,
});

/** Administrators. */
export const changePartnership = defineRoute({
  service: 'partnership-registry',
  method: 'PUT',
  path: '/partnership',
  summary: 'Change the partnership’s name and districts',
  body: z.strictObject({ version, name: line, districts: z.array(line).min(1, 'Enter at least one district').max(50) }),
  response: partnership,
});
