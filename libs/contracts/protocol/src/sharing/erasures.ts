import { z } from 'zod';
import { defineRoute } from '../route.js';
import { id, instant, version } from '../values.js';
import type { CaseService } from './protections.js';

/**
 * On what a person, or the agency by itself, has the right to have what is held erased: UK GDPR Article 17(1)(a) to (e);
 * where the agency is a competent authority, Data Protection Act 2018 section 47.
 */
export const ERASURE_GROUNDS = ['no-longer-needed', 'consent-withdrawn', 'objection', 'unlawful', 'legal-obligation', 'law-enforcement-processing'] as const;
export const erasureGround = z.enum(ERASURE_GROUNDS);
export type ErasureGround = z.output<typeof erasureGround>;

/** Why it is kept all the same: UK GDPR Article 17(3)(b) to (e); evidence, Data Protection Act 2018 section 47(2). */
export const ERASURE_HOLDS = ['legal-duty-or-public-task', 'public-health', 'archiving-or-research', 'legal-claims', 'evidence'] as const;
export const erasureHold = z.enum(ERASURE_HOLDS);
export type ErasureHold = z.output<typeof erasureHold>;

/** The agency's own number of the request; never a name, since it outlives the person's. */
export const erasureReference = z.string().trim().regex(/^[A-Z0-9][A-Z0-9/-]{0,39}$/, 'Enter the number of the request: capital letters, digits, / and - alone');

/** What is kept of an erasing: that it was asked for and what became of it. */
export const erasure = z.strictObject({
  id,
  version,
  caseId: id,
  caseReference: z.string(),
  subjectId: id,
  ground: erasureGround,
  /** Null, as who asked, where the other service that holds cases erased the person. */
  reference: z.string().nullable(),
  askedByUserId: id.nullable(),
  askedAt: instant,
  state: z.enum(['asked', 'erased', 'held']),
  hold: erasureHold.nullable(),
  decidedByUserId: id.nullable(),
  decidedAt: instant.nullable(),
  /** It is undecided, and the caller is not who asked. */
  mayDecide: z.boolean(),
});
export type Erasure = z.output<typeof erasure>;

/** Erasing a person: asked for by information governance of the agency that owns the case, and done when a second person confirms it. */
export const erasureRoutes = (service: CaseService) => ({
  /** A case of the caller's agency, by what people call it: in a body, as everything that is typed to look for something. */
  find: defineRoute({
    service,
    method: 'POST',
    path: '/erasures/case',
    summary: 'Find a case of my agency by its reference',
    body: z.strictObject({ reference: z.string().trim().min(1, 'Enter the reference').max(40) }),
    response: z.strictObject({ caseId: id }),
    status: 200,
  }),
  /** Whom the case is about, the first named first. */
  people: defineRoute({
    service,
    method: 'GET',
    path: '/cases/:caseId/erasures',
    summary: 'Whom of a case may be erased',
    params: z.strictObject({ caseId: id }),
    response: z.strictObject({
      caseReference: z.string(),
      people: z.array(z.strictObject({ subjectId: id, since: instant, state: z.enum(['kept', 'asked', 'erased']) })),
    }),
  }),
  /** 403 `confirmation-needed`; 422 `case-open`, `already-asked`, `already-erased`, `others-answer-too` */
  ask: defineRoute({
    service,
    method: 'POST',
    path: '/cases/:caseId/erasures',
    summary: 'Ask that all that is held on a person be erased',
    params: z.strictObject({ caseId: id }),
    body: z.strictObject({ subjectId: id, ground: erasureGround, reference: erasureReference }),
    response: z.strictObject({ id }),
    status: 201,
  }),
  /** Those of the caller's agency, the newest first. */
  list: defineRoute({
    service,
    method: 'GET',
    path: '/erasures',
    summary: 'People whose erasing was asked for',
    query: z.strictObject({ after: id.optional() }),
    response: z.strictObject({ items: z.array(erasure), next: id.nullable() }),
  }),
  read: defineRoute({ service, method: 'GET', path: '/erasures/:erasureId', summary: 'One erasing that was asked for', params: z.strictObject({ erasureId: id }), response: erasure }),
  /** 403 for who asked, and `confirmation-needed`; 409 `already-decided`; 422 as in asking. */
  decide: defineRoute({
    service,
    method: 'POST',
    path: '/erasures/:erasureId/decision',
    summary: 'Erase, for good, or say why it is kept',
    params: z.strictObject({ erasureId: id }),
    body: z.discriminatedUnion('decision', [z.strictObject({ version, decision: z.literal('erase') }), z.strictObject({ version, decision: z.literal('hold'), hold: erasureHold })]),
    response: z.strictObject({ id, state: z.enum(['erased', 'held']) }),
    status: 201,
  }),
});
export type ErasureRoutes = ReturnType<typeof erasureRoutes>;
