import { defineRoute, id, instant, knownToAsk, pageOf, pageQuery, personOfCase, REVIEW_OUTCOMES, text, version } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { caseParams } from './case-params.js';

export const readKnownTo = defineRoute({
  service: 'jag-cases',
  method: 'GET',
  path: '/cases/:caseId/known-to',
  summary: 'About whom of a case I may ask whether others know them, and what my agency asked',
  params: caseParams,
  response: z.strictObject({
    reference: z.string(),
    purpose: z.string(),
    open: z.boolean(),
    people: z.array(personOfCase),
    leftToday: z.int(),
    asked: z.array(z.strictObject({ subjectId: id, userId: id, askedAt: instant })),
  }),
});

/** The reply is always the same, whoever knows the person or nobody. 422 `case-closed`, `name-unknown`, `too-many-today`. */
export const askKnownTo = defineRoute({
  service: 'jag-cases',
  method: 'POST',
  path: '/cases/:caseId/known-to',
  summary: 'Ask whether a person of a case is known to others: it is passed on, and whoever knows them decides',
  params: caseParams,
  body: z.strictObject({ subjectId: id, why: text }),
  response: z.strictObject({ reply: z.literal('passed-on') }),
  status: 201,
});

/** The oldest first where they wait, the newest first where they do not. */
export const listKnownToAsks = defineRoute({
  service: 'jag-cases',
  method: 'GET',
  path: '/known-to-asks',
  summary: 'What people of my agency asked of others, for review',
  query: pageQuery.extend({ reviewed: z.enum(['yes', 'no']).default('no') }),
  response: pageOf(knownToAsk),
});

export const readKnownToAsk = defineRoute({
  service: 'jag-cases', method: 'GET', path: '/known-to-asks/:askId', summary: 'One ask, for review', params: z.strictObject({ askId: id }), response: knownToAsk,
});

export const reviewKnownToAsk = defineRoute({
  service: 'jag-cases',
  method: 'POST',
  path: '/known-to-asks/:askId/review',
  summary: 'Review what somebody of my agency asked of others',
  params: z.strictObject({ askId: id }),
  body: z.strictObject({ version, outcome: z.enum(REVIEW_OUTCOMES), note: text }),
  response: z.strictObject({ id, version }),
  status: 201,
});
