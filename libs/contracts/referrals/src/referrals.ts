import { code, consentReceipt, contactMeans, date, defineRoute, id, instant, line, pageOf, pageQuery, planToWrite, reachGiven, reachToAsk, reference, seenPlan, text, version, whySeen } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { referralState } from './states.js';

const service = 'referrals' as const;
const referralParams = z.strictObject({ referralId: id });

export const referralRow = z.strictObject({
  id,
  reference,
  serviceId: id,
  serviceName: line,
  state: referralState,
  since: instant,
  requestedAt: instant,
  fromAgencyId: id,
  /** null where the reader may not see the name. */
  personName: z.string().nullable(),
  /** Why the reader can see the name, in plain English; nothing where they may not. */
  whyNamed: whySeen,
  workerUserId: id.nullable(),
  /** When the next step is due by the service's own times; null when nothing is. */
  due: instant.nullable(),
  overdue: z.boolean(),
});

/** The inbox of the services that my agency provides. */
export const listReferrals = defineRoute({
  service,
  method: 'GET',
  path: '/referrals',
  summary: 'Referrals to my agency’s services, the oldest first',
  query: pageQuery.extend({ state: referralState.optional(), open: z.enum(['yes', 'no']).optional(), worker: z.union([z.enum(['me']), id]).optional() }),
  response: pageOf(referralRow),
});

export const countReferrals = defineRoute({
  service,
  method: 'GET',
  path: '/referrals/counts',
  summary: 'How many referrals to my agency’s services stand in each state',
  response: z.strictObject({ states: z.array(z.strictObject({ state: referralState, count: z.int() })) }),
});

export const readReferral = defineRoute({
  service,
  method: 'GET',
  path: '/referrals/:referralId',
  summary: 'A referral',
  params: referralParams,
  response: referralRow.extend({
    version,
    fromUserId: id,
    person: z.strictObject({ givenName: z.string(), familyName: z.string(), dateOfBirth: date.nullable(), school: z.string().nullable() }),
    reason: z.string(),
    /** Why the reader can see each thing that is said about the person, in plain English; nothing where nothing is said that they may see. */
    why: z.strictObject({ dateOfBirth: whySeen, school: whySeen, reason: whySeen, agreement: whySeen, receipts: whySeen, outcome: whySeen }),
    agreement: z.strictObject({ given: z.boolean(), by: z.enum(['person', 'parent', 'not-asked']), explanation: z.string().nullable() }),
    /** null where none is kept that the reader may see. */
    safeContact: seenPlan.nullable(),
    /** Receipts of consent that came with it. */
    receipts: z.array(consentReceipt),
    transitions: z.array(z.strictObject({ to: referralState, name: line, lacking: z.array(line) })),
    states: z.array(
      z.strictObject({ state: referralState, from: instant, to: instant.nullable(), seconds: z.int(), byUserId: id.nullable(), reason: z.string().nullable(), why: whySeen }),
    ),
    contacts: z.array(
      z.strictObject({ id, at: instant, means: contactMeans, reached: z.boolean(), safeContactChecked: z.boolean(), note: z.string(), why: whySeen, byUserId: id }),
    ),
    outcome: z.strictObject({ code, achieved: z.boolean(), reason: z.string(), feedback: z.string() }).nullable(),
    possibleWorkers: z.array(id),
  }),
});

export const referralTransition = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('information-requested'), what: text }),
  z.strictObject({ to: z.literal('received'), what: text }),
  z.strictObject({ to: z.literal('accepted'), reason: z.string().trim().max(2000) }),
  z.strictObject({ to: z.literal('waiting-list'), reason: text }),
  z.strictObject({ to: z.literal('declined'), reason: text }),
  z.strictObject({ to: z.literal('signposted'), reason: text, where: line }),
  z.strictObject({ to: z.literal('allocated'), workerUserId: id }),
  z.strictObject({ to: z.literal('engaged') }),
  z.strictObject({ to: z.literal('not-reached'), reason: text }),
  z.strictObject({ to: z.literal('active'), plan: text }),
  z.strictObject({ to: z.literal('withdrawn'), reason: text }),
  z.strictObject({ to: z.literal('closed'), outcome: code, achieved: z.boolean(), reason: text, feedback: z.string().trim().max(10_000) }),
]);
export type ReferralTransition = z.output<typeof referralTransition>;

export const moveReferral = defineRoute({
  service,
  method: 'POST',
  path: '/referrals/:referralId/transitions',
  summary: 'Move a referral to another state',
  params: referralParams,
  body: z.strictObject({ version, transition: referralTransition }),
  response: z.strictObject({ id, version, state: referralState }),
  status: 201,
});

/**
 * Records a contact or an attempt. The safe-contact plan must have been checked for this very contact.
 * 422 `means-not-safe`, `time-not-safe` for contact that the plan does not call safe, unless the person made it, or it is said why it was made.
 */
export const recordContact = defineRoute({
  service,
  method: 'POST',
  path: '/referrals/:referralId/contacts',
  summary: 'Record a contact or an attempt',
  params: referralParams,
  body: z.strictObject({ at: instant, means: contactMeans, reached: z.boolean(), safeContactChecked: z.literal(true), byPerson: z.boolean().default(false), whyAgainstPlan: z.string().trim().max(2000).default(''), note: text }),
  response: z.strictObject({ id }),
  status: 201,
});

/** Writes how and when contact is safe; what was agreed before stays in the history. `version` is of the plan that was read; null where there was none. */
export const setSafeContact = defineRoute({
  service,
  method: 'PUT',
  path: '/referrals/:referralId/safe-contact',
  summary: 'Write down how and when contact is safe',
  params: referralParams,
  body: planToWrite,
  response: z.strictObject({ version }),
});

/** The number or address for one contact, now: kept back everywhere else. 422 `means-not-safe`, `time-not-safe`. */
export const reachPerson = defineRoute({
  service,
  method: 'POST',
  path: '/referrals/:referralId/reach',
  summary: 'Ask for the number or address for a contact',
  params: referralParams,
  body: reachToAsk,
  response: reachGiven,
  status: 201,
});

export const listReferralOutcomes = defineRoute({
  service,
  method: 'GET',
  path: '/outcomes',
  summary: 'Outcomes that a referral can be closed with',
  response: z.strictObject({ items: z.array(z.strictObject({ code, name: line, achieved: z.boolean() })) }),
});
