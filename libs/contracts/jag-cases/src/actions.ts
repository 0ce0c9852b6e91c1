import { date, defineRoute, id, pageOf, pageQuery, reference, text, version, whySeen } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { caseParams } from './case-params.js';
import { actionKind, actionState } from './states.js';

const service = 'jag-cases' as const;

export const actionView = z.strictObject({
  id,
  version,
  /** 1, 2, 3 … in the case; null for others than its owner, to whom a gap would tell of actions that they may not read. */
  number: z.int().positive().nullable(),
  caseId: id,
  caseReference: reference,
  what: text,
  agencyId: id,
  userId: id.nullable(),
  due: date,
  kind: actionKind,
  state: actionState,
  overdue: z.boolean(),
  result: z.string().nullable(),
  /** Why the reader can see what is to be done, and what came of it, in plain English. */
  why: whySeen,
  meetingId: id.nullable(),
  /** Whether the reader may accept or finish it. */
  mine: z.boolean(),
});

export const giveAction = defineRoute({
  service,
  method: 'POST',
  path: '/cases/:caseId/actions',
  summary: 'Give an action to an agency',
  params: caseParams,
  body: z.strictObject({ what: text, agencyId: id, userId: id.nullable(), due: date, kind: actionKind, meetingId: id.nullable() }),
  response: z.strictObject({ id, version, number: z.int() }),
  status: 201,
});

export const listActions = defineRoute({
  service,
  method: 'GET',
  path: '/actions',
  summary: 'Actions given to me or my agency, the first due first',
  query: pageQuery.extend({ whose: z.union([z.enum(['mine', 'agency']), id]).default('agency'), which: z.enum(['open', 'overdue', 'finished']).default('open') }),
  response: pageOf(actionView),
});

export const countActions = defineRoute({
  service,
  method: 'GET',
  path: '/actions/counts',
  summary: 'How many actions my agency has not finished yet, and how many of them are overdue',
  response: z.strictObject({ open: z.int(), overdue: z.int() }),
});

export const readAction = defineRoute({
  service,
  method: 'GET',
  path: '/actions/:actionId',
  summary: 'An action',
  params: z.strictObject({ actionId: id }),
  response: actionView,
});

/** Accepts or finishes an action; `not-done` says why. */
export const moveAction = defineRoute({
  service,
  method: 'POST',
  path: '/actions/:actionId/transitions',
  summary: 'Accept or finish an action',
  params: z.strictObject({ actionId: id }),
  body: z.strictObject({
    version,
    move: z.discriminatedUnion('to', [
      z.strictObject({ to: z.literal('accepted') }),
      z.strictObject({ to: z.literal('done'), result: text }),
      z.strictObject({ to: z.literal('not-done'), result: text }),
    ]),
  }),
  response: z.strictObject({ id, version, state: actionState }),
  status: 201,
});
