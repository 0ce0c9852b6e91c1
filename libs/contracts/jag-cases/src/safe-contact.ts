import { defineRoute, id, line, planToWrite, reachGiven, reachToAsk, seenPlan, version, whySeen } from '@concordat/contracts-protocol';
import { z } from 'zod';

const service = 'jag-cases' as const;
const params = z.strictObject({ caseId: id, subjectId: id });

/** How and when contact with a person of a case is safe, as far as the reader may see it: the number and the address are kept back. */
export const readCaseContact = defineRoute({
  service,
  method: 'GET',
  path: '/cases/:caseId/people/:subjectId/safe-contact',
  summary: 'How and when contact with a person is safe',
  params,
  response: z.strictObject({
    reference: line,
    name: z.string().nullable(),
    /** Why the reader can see the name, in plain English. */
    whyNamed: whySeen,
    plan: seenPlan.nullable(),
    /** `write`: not where another agency agreed the plan. */
    may: z.strictObject({ write: z.boolean(), reach: z.boolean() }),
  }),
});

/** Writes how and when contact is safe; what was agreed before stays in the history. 422 `plan-of-another-agency`, `case-closed`. */
export const setCaseContact = defineRoute({
  service,
  method: 'PUT',
  path: '/cases/:caseId/people/:subjectId/safe-contact',
  summary: 'Write down how and when contact with a person is safe',
  params,
  body: planToWrite,
  response: z.strictObject({ version }),
});

/** The number or address for one contact, now. 422 `means-not-safe`, `time-not-safe`, `case-closed`. */
export const reachPersonOfCase = defineRoute({
  service,
  method: 'POST',
  path: '/cases/:caseId/people/:subjectId/reach',
  summary: 'Ask for the number or address for a contact',
  params,
  body: reachToAsk,
  response: reachGiven,
  status: 201,
});
