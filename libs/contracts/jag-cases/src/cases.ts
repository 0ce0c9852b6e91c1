import { code, date, defineRoute, id, instant, line, pageOf, personOfCase, pageQuery, reference, version } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { actionView } from './actions.js';
import { caseParams } from './case-params.js';
import { caseReferralView } from './case-referrals.js';
import { circleEntry } from './circle.js';
import { itemView } from './items.js';
import { caseState } from './states.js';
import { transitionOffer } from './transitions.js';

const service = 'jag-cases' as const;

/** What is shown of a case in lists: its frame, and the names that the reader may see (null where they may not). */
export const caseRow = z.strictObject({
  id,
  reference,
  forumCode: code,
  forumName: line,
  state: caseState,
  /** When it came into this state. */
  since: instant,
  ownerAgencyId: id,
  /** null for all but the case's owner and the agency itself: who nominated is not in the frame. */
  nominatingAgencyId: id.nullable(),
  leadUserId: id.nullable(),
  nominatedAt: instant,
  people: z.array(personOfCase),
});

/** `lead`: those that the caller leads, or, of the caller's own agency, a colleague does. */
export const listCases = defineRoute({
  service,
  method: 'GET',
  path: '/cases',
  summary: 'Cases that I may see, the newest first',
  query: pageQuery.extend({ state: caseState.optional(), forum: code.optional(), lead: z.union([z.enum(['me']), id]).optional(), open: z.enum(['yes', 'no']).optional() }),
  response: pageOf(caseRow),
});

/** `agency`: those that the caller's agency owns; `lead`: those that the caller leads. */
export const listWaitingCases = defineRoute({
  service,
  method: 'GET',
  path: '/cases/waiting',
  summary: 'Open cases of my agency, or that I lead, first those that stood longest in their state',
  query: pageQuery.extend({ whose: z.enum(['agency', 'lead']).default('agency'), state: caseState.optional() }),
  response: pageOf(caseRow),
});

export const countCases = defineRoute({
  service,
  method: 'GET',
  path: '/cases/counts',
  summary: 'How many cases that I may see stand in each state',
  /** `own`: how many of them the caller's agency owns; `led`: how many the caller leads. */
  response: z.strictObject({ states: z.array(z.strictObject({ state: caseState, count: z.int(), own: z.int(), led: z.int() })) }),
});

/** A case's page: everything that this reader may see of it but the timeline. */
export const readCase = defineRoute({
  service,
  method: 'GET',
  path: '/cases/:caseId',
  summary: 'A case',
  params: caseParams,
  response: caseRow.extend({
    version,
    purpose: code,
    acceptedAt: instant.nullable(),
    closedAt: instant.nullable(),
    /** What the nomination rests on; null for others than the case's owner and the nominating agency. */
    basis: z.strictObject({ kind: z.enum(['gateway', 'consent']), gateway: code.nullable() }).nullable(),
    criteria: z.array(z.strictObject({ code, text: line, met: z.boolean().nullable(), explanation: z.string().nullable() })),
    circle: z.array(circleEntry),
    transitions: z.array(transitionOffer),
    /** Each state that it stood in, with how long (seconds), the oldest first. */
    states: z.array(
      z.strictObject({
        state: caseState,
        from: instant,
        to: instant.nullable(),
        seconds: z.int(),
        /** Who brought it there; null for others than the owner, but for themself and the lead officer. */
        byUserId: id.nullable(),
        reason: z.string().nullable(),
        /** The date by which an answer is expected, or until which it is on hold or monitored; for the owner and the agencies asked. */
        until: date.nullable(),
        /** The agencies asked for information, or the one that monitors; others than the owner see their own alone. */
        agencyIds: z.array(id),
      }),
    ),
    items: z.array(itemView),
    /** Lines on what is withheld, where its owner lets others know that it exists: whom to ask. */
    withheld: z.array(z.strictObject({ ownerAgencyId: id, reason: z.enum(['no-agreement', 'no-consent']) })),
    actions: z.array(actionView),
    referrals: z.array(caseReferralView),
    outcome: z
      .strictObject({ code, positive: z.boolean(), reason: z.string(), ownView: z.string(), victimTold: z.enum(['yes', 'no', 'no-victim']), learned: z.string() })
      .nullable(),
    may: z.strictObject({ addItem: z.boolean(), changeCircle: z.boolean(), giveAction: z.boolean(), refer: z.boolean(), putOnAgenda: z.boolean() }),
  }),
});
