import { defineRoute, id, instant } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { caseParams } from './case-params.js';

const service = 'jag-cases' as const;

export const circleEntry = z.strictObject({
  id,
  agencyId: id,
  from: instant,
  to: instant.nullable(),
  /** null: the whole agency. */
  userIds: z.array(id).nullable(),
});

export const inviteAgency = defineRoute({
  service,
  method: 'POST',
  path: '/cases/:caseId/circle',
  summary: 'Invite an agency into the circle',
  params: caseParams,
  body: z.strictObject({ agencyId: id, userIds: z.array(id).nullable(), to: instant.nullable() }),
  response: circleEntry,
  status: 201,
});

export const endCircleEntry = defineRoute({
  service,
  method: 'DELETE',
  path: '/cases/:caseId/circle/:entryId',
  summary: 'End an agency’s place in the circle, now',
  params: z.strictObject({ caseId: id, entryId: id }),
  response: z.strictObject({ id, to: instant }),
});
