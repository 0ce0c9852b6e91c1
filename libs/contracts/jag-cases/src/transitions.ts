import { code, date, defineRoute, id, line, text, version } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { caseParams } from './case-params.js';
import { caseState } from './states.js';

const service = 'jag-cases' as const;

/** One row of the transition table that is open to the reader now. */
export const transitionOffer = z.strictObject({
  /** The transition's name in {@link transition}. */
  to: code,
  /** What it is called on the page, e.g. "Accept the case". */
  name: line,
  /** What must be there first and is not, in words; empty when it can be done now. */
  lacking: z.array(line),
});

const reason = text;
/** Each transition with what it needs; the table of who may make it, and from where, is the service's. */
export const transition = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('screening'), duplicatesChecked: z.literal(true), activityElsewhere: z.string().trim().max(2000) }),
  z.strictObject({ to: z.literal('information-requested'), what: text, agencyIds: z.array(id).min(1), by: date }),
  z.strictObject({
    to: z.literal('accepted'),
    criteria: z.array(z.strictObject({ code, met: z.boolean(), explanation: z.string().trim().max(2000) })),
    leadUserId: id,
    circle: z.array(id).min(1, 'Choose at least one agency'),
  }),
  z.strictObject({ to: z.literal('declined'), reason }),
  z.strictObject({ to: z.literal('redirected'), reason, where: line }),
  z.strictObject({ to: z.literal('assessing'), objective: text }),
  z.strictObject({ to: z.literal('planning'), analysis: text }),
  z.strictObject({ to: z.literal('responding') }),
  z.strictObject({ to: z.literal('assessing-result'), whatChanged: text }),
  z.strictObject({ to: z.literal('monitoring'), stepDownAgencyId: id, until: date }),
  z.strictObject({ to: z.literal('on-hold'), reason, until: date }),
  z.strictObject({
    to: z.literal('closed'),
    outcome: code,
    positive: z.boolean(),
    reason,
    ownView: text,
    victimTold: z.enum(['yes', 'no', 'no-victim']),
    learned: text,
  }),
  /** Out of hold, back to the state before; and a closed case opened again. */
  z.strictObject({ to: z.literal('accepted-again'), reason }),
  z.strictObject({ to: z.literal('resumed'), reason: z.string().trim().max(2000) }),
]);
export type Transition = z.output<typeof transition>;

export const makeTransition = defineRoute({
  service,
  method: 'POST',
  path: '/cases/:caseId/transitions',
  summary: 'Move a case to another state',
  params: caseParams,
  body: z.strictObject({ version, transition }),
  response: z.strictObject({ id, version, state: caseState }),
  status: 201,
});

/** Users of the owner agency who may lead the case, for the acceptance page (ids; names come from the registry). */
export const listPossibleLeads = defineRoute({
  service,
  method: 'GET',
  path: '/cases/:caseId/possible-leads',
  summary: 'Users who may lead this case',
  params: caseParams,
  response: z.strictObject({ userIds: z.array(id) }),
});

/** Outcomes and closing reasons in force, as configuration with dates. */
export const listOutcomes = defineRoute({
  service,
  method: 'GET',
  path: '/outcomes',
  summary: 'Outcomes that a case can be closed with',
  response: z.strictObject({ items: z.array(z.strictObject({ code, name: line, positive: z.boolean() })) }),
});
