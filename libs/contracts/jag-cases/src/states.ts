import { z } from 'zod';

/** The states of a case, in the order of a case's life. */
export const CASE_STATES = [
  'nominated',
  'screening',
  'information-requested',
  'declined',
  'redirected',
  'accepted',
  'assessing',
  'planning',
  'responding',
  'assessing-result',
  'monitoring',
  'on-hold',
  'closed',
] as const;
export const caseState = z.enum(CASE_STATES);
export type CaseState = (typeof CASE_STATES)[number];

export const ACTION_STATES = ['given', 'accepted', 'done', 'not-done'] as const;
export const actionState = z.enum(ACTION_STATES);
export type ActionState = (typeof ACTION_STATES)[number];

/** The kinds of action of a problem-solving plan (EPIC). */
export const actionKind = z.enum(['enforcement', 'prevention', 'information', 'communication']);
