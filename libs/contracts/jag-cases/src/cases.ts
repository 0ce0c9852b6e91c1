import { category, code, date, defineRoute, id, instant, line, pageOf, pageQuery, reference, text, version } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { actionKind, actionState, caseState } from './states.js';

const service = 'jag-cases' as const;
const caseParams = z.strictObject({ caseId: id });

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
  people: z.array(z.strictObject({ subjectId: id, name: z.string().nullable() })),
});

/** Up to fifty ids, with commas between them. */
const listedIds = z.string().max(50 * 37).refine((ids) => z.array(id).max(50).safeParse(ids.split(',')).success, 'Give up to 50 ids with commas between them');

export const listCases = defineRoute({
  service,
  method: 'GET',
  path: '/cases',
  summary: 'Cases that I may see, the newest first',
  query: pageQuery.extend({ state: caseState.optional(), forum: code.optional(), lead: z.enum(['me']).optional(), open: z.enum(['yes', 'no']).optional(), ids: listedIds.optional() }),
  response: pageOf(caseRow),
});

export const countCases = defineRoute({
  service,
  method: 'GET',
  path: '/cases/counts',
  summary: 'How many cases that I may see stand in each state',
  response: z.strictObject({ states: z.array(z.strictObject({ state: caseState, count: z.int() })) }),
});

/** One row of the transition table that is open to the reader now. */
export const transitionOffer = z.strictObject({
  /** The transition's name in {@link transition}. */
  to: code,
  /** What it is called on the page, e.g. "Accept the case". */
  name: line,
  /** What must be there first and is not, in words; empty when it can be done now. */
  lacking: z.array(line),
});

export const circleEntry = z.strictObject({
  id,
  agencyId: id,
  from: instant,
  to: instant.nullable(),
  /** null: the whole agency. */
  userIds: z.array(id).nullable(),
});

/** An item as this reader may see it: the permitted fields alone, and why. */
export const itemView = z.strictObject({
  id,
  version,
  subjectId: id,
  category,
  ownerAgencyId: id,
  marking: z.enum(['none', 'victim-safety']),
  fields: z.record(z.string(), z.string()),
  /** e.g. `own`, `term:<agreement>/<term>`, `consent:<id>`. */
  reasons: z.array(z.string()),
  /** The same in plain English, e.g. "Shared under the Youth JAG agreement, term 2". */
  why: z.array(line),
  addedAt: instant,
  addedByUserId: id,
});

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
  meetingId: id.nullable(),
  /** Whether the reader may accept or finish it. */
  mine: z.boolean(),
});

export const caseReferralView = z.strictObject({
  id,
  serviceId: id,
  serviceName: line,
  state: code,
  requestedAt: instant,
  steps: z.array(z.strictObject({ state: code, at: instant })),
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

/** The fields that an item of each category has, for the pages that add one. */
export const listItemForms = defineRoute({
  service,
  method: 'GET',
  path: '/item-forms',
  summary: 'Categories and their fields',
  response: z.strictObject({
    items: z.array(z.strictObject({ category, name: line, fields: z.array(z.strictObject({ code: z.string(), name: line, long: z.boolean() })) })),
  }),
});

/** Adds an item that the caller's agency owns. */
export const addItem = defineRoute({
  service,
  method: 'POST',
  path: '/cases/:caseId/items',
  summary: 'Add an item of information',
  params: caseParams,
  body: z.strictObject({
    subjectId: id,
    category,
    fields: z.record(z.string().max(60), z.string().trim().min(1).max(10_000)),
    marking: z.enum(['none', 'victim-safety']),
    /** Others in the circle who may not read it may be told that it exists, and whom to ask. */
    existenceShown: z.boolean(),
  }),
  response: z.strictObject({ id, version }),
  status: 201,
});

export const changeItem = defineRoute({
  service,
  method: 'PATCH',
  path: '/cases/:caseId/items/:itemId',
  summary: 'Change an item that my agency owns',
  params: z.strictObject({ caseId: id, itemId: id }),
  body: z.strictObject({ version, fields: z.record(z.string().max(60), z.string().trim().min(1).max(10_000)), why: text }),
  response: z.strictObject({ id, version }),
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
  query: pageQuery.extend({ whose: z.enum(['mine', 'agency']).default('agency'), which: z.enum(['open', 'overdue', 'finished']).default('open') }),
  response: pageOf(actionView),
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

/** Services of the directory to which a person of this case may be referred. */
export const listReferralServices = defineRoute({
  service,
  method: 'GET',
  path: '/cases/:caseId/referral-services',
  summary: 'Services to which a person of this case may be referred',
  params: caseParams,
  response: z.strictObject({
    items: z.array(z.strictObject({ id, name: line, description: z.string(), providerAgencyId: id, eligible: z.boolean(), whyNot: z.string().nullable() })),
  }),
});

/** Refers a person of the case; what crosses is what the caller may export, encrypted to the referrals service. */
export const referPerson = defineRoute({
  service,
  method: 'POST',
  path: '/cases/:caseId/referrals',
  summary: 'Refer a person of the case to a service',
  params: caseParams,
  body: z.strictObject({
    subjectId: id,
    serviceId: id,
    reason: text,
    agreement: z.strictObject({ given: z.boolean(), by: z.enum(['person', 'parent', 'not-asked']), explanation: z.string().trim().max(2000).nullable() }),
    safeContact: text,
  }),
  response: z.strictObject({ referralId: id }),
  status: 201,
});

/** What happened, the newest first, as this reader may see it; never the content of items. */
export const readTimeline = defineRoute({
  service,
  method: 'GET',
  path: '/cases/:caseId/timeline',
  summary: 'A case’s timeline',
  params: caseParams,
  query: pageQuery,
  response: pageOf(
    z.strictObject({
      id,
      at: instant,
      byUserId: id.nullable(),
      byAgencyId: id.nullable(),
      /** e.g. `nominated`, `state-changed`, `item-added`, `action-given`, `referral-progressed`. */
      kind: code,
      /** Codes and ids that the page turns into words. */
      facts: z.record(z.string(), z.string()),
    }),
  ),
});

/** Keeps what was typed to search for half an hour, so that the address of the results holds an id alone. */
export const beginSearch = defineRoute({
  service,
  method: 'POST',
  path: '/searches',
  summary: 'Search cases and people that I may see',
  body: z.strictObject({ text: line }),
  response: z.strictObject({ searchId: id }),
  status: 201,
});

export const readSearch = defineRoute({
  service,
  method: 'GET',
  path: '/searches/:searchId',
  summary: 'Results of one of my searches',
  params: z.strictObject({ searchId: id }),
  response: z.strictObject({ text: line, items: z.array(caseRow) }),
});
