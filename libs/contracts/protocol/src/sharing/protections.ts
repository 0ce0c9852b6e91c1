import { z } from 'zod';
import { defineRoute } from '../route.js';
import type { ServiceName } from '../services.js';
import { personOfCase } from './case-path.js';
import { category, date, id, instant, line, text, version } from '../values.js';

/** The services that hold cases and items, and serve the routes of sharing. */
export type CaseService = Extract<ServiceName, 'jag-cases' | 'referrals'>;

const caseParams = z.strictObject({ caseId: id });
const itemParams = z.strictObject({ itemId: id });

/** What a registered person is to the subject: a word of the field, not a judgement. */
export const RELATIONS = ['partner-or-former-partner', 'family', 'friend', 'employer', 'other'] as const;
export const relation = z.enum(RELATIONS);

/** Who must never learn of a subject: a user, an agency, or somebody by name who has no account. */
export const kept = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('user'), userId: id }),
  z.strictObject({ kind: z.literal('agency'), agencyId: id }),
  z.strictObject({ kind: z.literal('person'), name: line, relation }),
]);
export type Kept = z.output<typeof kept>;

export const registerEntry = z.strictObject({
  id,
  version,
  subjectId: id,
  who: kept,
  from: instant,
  to: instant.nullable(),
  /** Null where the reader may not see why. */
  why: z.string().nullable(),
  addedByUserId: id.nullable(),
  /** It came with the person from another service, and ends where it was made. */
  elsewhere: z.boolean(),
});

/** A member of staff whose name is like that of somebody in the register. */
export const nearMatch = z.strictObject({
  id,
  version,
  registeredPersonId: id,
  userId: id,
  agencyId: id,
  /** `spelling`: the whole name, perhaps spelt otherwise. `relative`: the family name, at an agency of the circle. */
  likeness: z.enum(['spelling', 'relative']),
});

/** What keeps people from a case, for its owner. */
export const protections = z.strictObject({
  caseId: id,
  /** Null where the reader may not see the case itself. */
  reference: z.string().nullable(),
  people: z.array(personOfCase),
  /** Who could be kept from it: everybody who works in the partnership but the reader. */
  staff: z.array(z.strictObject({ userId: id, agencyId: id })),
  register: z.array(registerEntry),
  nearMatches: z.array(nearMatch),
  exclusions: z.array(z.strictObject({ id, version, userId: id, why: z.string().nullable(), since: instant, addedByUserId: id.nullable() })),
  /** The owner's own items that the reader may read: which fields, and how each is kept. */
  items: z.array(z.strictObject({ id, category, fields: z.array(z.string()), marking: z.enum(['none', 'victim-safety']), existenceShown: z.boolean(), addedAt: instant })),
  may: z.strictObject({ register: z.boolean(), exclude: z.boolean() }),
});

/** A case of which something is kept, waits or is recorded about sharing. Of another agency's, the records that name the reader's alone. */
export const keptCase = z.strictObject({
  caseId: id,
  reference: z.string(),
  owned: z.boolean(),
  registered: z.int(),
  /** Open ones. */
  nearMatches: z.int(),
  excluded: z.int(),
  readerRequests: z.int(),
  emergencyReviews: z.int(),
  /** Consents, and decisions to share or not to. */
  records: z.int(),
});

/** Somebody who asked that a person may read an item marked `victim-safety`; another decides. */
export const readerRequest = z.strictObject({ id, version, userId: id, why: z.string().nullable(), askedByUserId: id, askedAt: instant, mine: z.boolean() });

/** One that waits for the reader, who is told of which case and kind the item is, and never what it says. */
export const waitingReader = readerRequest.omit({ mine: true }).extend({ itemId: id, caseId: id, caseReference: z.string(), category });

/** How an item is kept, and who could be asked to read it, for those of its owner who may read it. */
export const itemProtection = z.strictObject({
  itemId: id,
  caseId: id,
  version,
  category,
  marking: z.enum(['none', 'victim-safety']),
  existenceShown: z.boolean(),
  readers: z.array(z.strictObject({ id, userId: id, since: instant })),
  requests: z.array(readerRequest),
  staff: z.array(z.strictObject({ userId: id, agencyId: id })),
});

/** What a service of cases offers to those who keep them safe. Whoever may not see a case or item is answered as if there were none. */
export const protectionRoutes = (service: CaseService) => ({
  read: defineRoute({ service, method: 'GET', path: '/cases/:caseId/protections', summary: 'Who is kept from a case', params: caseParams, response: protections }),
  kept: defineRoute({
    service, method: 'GET', path: '/kept-cases', summary: 'Cases of which something is kept, waits or is recorded about sharing',
    query: z.strictObject({ after: id.optional(), size: z.coerce.number().int().min(1).max(100).default(50) }), response: z.strictObject({ items: z.array(keptCase), next: id.nullable() }),
  }),
  addToRegister: defineRoute({
    service,
    method: 'POST',
    path: '/cases/:caseId/register',
    summary: 'Register who must never learn of a person of the case',
    params: caseParams,
    body: z.strictObject({
      subjectId: id,
      who: kept,
      /** The last day is the one before; null: without an end. */
      until: date.nullable(),
      why: text,
    }),
    response: z.strictObject({ id, nearMatches: z.int() }),
    status: 201,
  }),
  endInRegister: defineRoute({
    service,
    method: 'POST',
    path: '/cases/:caseId/register/:entryId/end',
    summary: 'End an entry of the register, now',
    params: z.strictObject({ caseId: id, entryId: id }),
    body: z.strictObject({ version, why: text }),
    response: z.strictObject({ id }),
    status: 201,
  }),
  answerNearMatch: defineRoute({
    service,
    method: 'POST',
    path: '/cases/:caseId/near-matches/:matchId/answer',
    summary: 'Say whether a member of staff is the person in the register, or somebody who may tell them',
    params: z.strictObject({ caseId: id, matchId: id }),
    body: z.strictObject({ version, keepFrom: z.boolean() }),
    response: z.strictObject({ id }),
    status: 201,
  }),
  exclude: defineRoute({
    service,
    method: 'POST',
    path: '/cases/:caseId/exclusions',
    summary: 'Keep a member of staff from a case',
    params: caseParams,
    body: z.strictObject({ userId: id, why: text }),
    response: z.strictObject({ id }),
    status: 201,
  }),
  endExclusion: defineRoute({
    service,
    method: 'DELETE',
    path: '/cases/:caseId/exclusions/:exclusionId',
    summary: 'Let a member of staff see a case again',
    params: z.strictObject({ caseId: id, exclusionId: id }),
    response: z.strictObject({ id }),
  }),
  readItem: defineRoute({ service, method: 'GET', path: '/items/:itemId/protection', summary: 'How an item is kept', params: itemParams, response: itemProtection }),
  mark: defineRoute({
    service,
    method: 'PATCH',
    path: '/items/:itemId/protection',
    summary: 'Mark an item, or say whether others may know that it exists',
    params: itemParams,
    body: z.strictObject({ version, marking: z.enum(['none', 'victim-safety']), existenceShown: z.boolean(), why: text }),
    response: z.strictObject({ id, version }),
  }),
  askForReader: defineRoute({
    service,
    method: 'POST',
    path: '/items/:itemId/reader-requests',
    summary: 'Ask that a person may read a marked item',
    params: itemParams,
    body: z.strictObject({ userId: id, why: text }),
    response: z.strictObject({ id }),
    status: 201,
  }),
  waitingReaders: defineRoute({
    service, method: 'GET', path: '/reader-requests', summary: 'Readers of marked items of my agency whom I could confirm, the oldest first; 100 at most', response: z.strictObject({ items: z.array(waitingReader) }),
  }),
  decideReader: defineRoute({
    service,
    method: 'POST',
    path: '/items/:itemId/reader-requests/:requestId/decision',
    summary: 'Confirm or refuse what a colleague asked',
    params: z.strictObject({ itemId: id, requestId: id }),
    body: z.strictObject({ version, decision: z.enum(['confirmed', 'refused']) }),
    response: z.strictObject({ id }),
    status: 201,
  }),
  removeReader: defineRoute({
    service,
    method: 'DELETE',
    path: '/items/:itemId/readers/:readerId',
    summary: 'Take a person from those who may read a marked item',
    params: z.strictObject({ itemId: id, readerId: id }),
    response: z.strictObject({ id }),
  }),
  declareConflict: defineRoute({
    service,
    method: 'POST',
    path: '/cases/:caseId/conflict',
    summary: 'Say that I know somebody of this case, and see it no more',
    params: caseParams,
    body: z.strictObject({ subjectIds: z.array(id).min(1, 'Choose whom you know').max(50) }),
    response: z.strictObject({ declared: z.int() }),
    status: 201,
  }),
  myConflicts: defineRoute({
    service,
    method: 'GET',
    path: '/conflicts',
    summary: 'Conflicts of interest that I declared',
    response: z.strictObject({ items: z.array(z.strictObject({ id, version, since: instant, caseReference: z.string().nullable() })) }),
  }),
  withdrawConflict: defineRoute({
    service,
    method: 'POST',
    path: '/conflicts/:conflictId/withdrawal',
    summary: 'Say that there is no conflict of interest any more',
    params: z.strictObject({ conflictId: id }),
    body: z.strictObject({ version, why: text }),
    response: z.strictObject({ id }),
    status: 201,
  }),
});
