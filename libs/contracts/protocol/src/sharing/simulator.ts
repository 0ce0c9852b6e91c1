import { z } from 'zod';
import { defineRoute } from '../route.js';
import { category, id, instant, line, reference, role } from '../values.js';
import type { CaseService } from './protections.js';

/** What each rule of the sharing policy asks, by codes that pages put into words. */
export const RULE_CLAUSES = [
  'of-owner', 'own-role', 'not-owner', 'sharing-role', 'in-circle', 'agreement-active', 'agreement-in-date', 'owner-signed', 'recipient-signed', 'for-purpose', 'from-owner', 'to-recipient',
  'category-listed', 'field-listed', 'consent', 'export-allowed', 'begun', 'not-ended', 'decided-by-owner', 'for-user', 'by-user', 'vital-interests', 'emergencies-allowed',
] as const;

/** How a record of consent stands for what was asked. */
export const RECORD_STANDINGS = [
  'gives', 'other-purpose', 'other-recipient', 'other-category', 'not-a-person', 'later', 'invalidated', 'child-not-competent', 'parent-of-adult', 'child-decided', 'attorney-of-child',
  'overtaken', 'refused', 'withdrawn', 'expired', 'parent-after-birthday',
] as const;

export const REFUSAL_CODES = ['inactive-user', 'training-lapsed', 'conflict-of-interest', 'must-not-receive', 'victim-safety'] as const;
export const DENIAL_CODES = [...REFUSAL_CODES, 'role', 'not-in-circle', 'no-agreement', 'no-consent'] as const;

/** An item that the asker's own agency holds and that they may see, without its content. */
export const simulatedItem = z.strictObject({
  id,
  caseId: id,
  caseReference: z.string(),
  subjectId: id,
  category,
  fields: z.array(z.string()),
  marking: z.enum(['none', 'victim-safety']),
  addedAt: instant,
});

export const grantTried = z.strictObject({
  kind: z.enum(['own', 'term', 'disclosure', 'emergency']),
  /** The agreement that the term is of. */
  agreement: z.strictObject({ id, name: z.string(), term: z.int() }).nullable(),
  /** When it was decided to disclose. */
  decidedAt: instant.nullable(),
  clauses: z.array(z.strictObject({ clause: z.enum(RULE_CLAUSES), holds: z.boolean() })),
  /** What it gives: none where a clause does not hold. */
  fields: z.array(z.string()),
});

export const consentTried = z.strictObject({
  /** Null where the asker may not know of the record: that it is there, and how it stands, is all that is told. */
  record: z
    .strictObject({ id, givenBy: z.enum(['subject', 'parental-responsibility', 'attorney']), decision: z.enum(['given', 'refused']), recordedAt: instant })
    .nullable(),
  standing: z.enum(RECORD_STANDINGS),
});

/** The policy's answer with every rule as it was tried. */
export const simulation = z.strictObject({
  item: simulatedItem,
  asked: z.strictObject({ membershipId: id, userId: id, agencyId: id, action: z.enum(['read', 'export']), at: instant }),
  purpose: z.string(),
  /** `then`: from the rows as they were. `now`: from the rows as they stand, also for a time to come. */
  world: z.enum(['then', 'now']),
  /** The service has not heard from the registry: agreements and decisions do not count until it does. */
  ownAlone: z.boolean(),
  /** Null where the history does not hold the person or the item at that time. */
  tried: z
    .strictObject({
      decision: z.enum(['permit', 'deny']),
      fields: z.array(z.string()),
      /** Of a denial. */
      reasons: z.array(z.enum(DENIAL_CODES)),
      /** Of a permit, in plain English. */
      why: z.array(line),
      refusals: z.array(z.strictObject({ reason: z.enum(REFUSAL_CODES), applies: z.boolean() })),
      grants: z.array(grantTried),
      /** Terms of agreements that are not between the two agencies, which were tried and cannot apply. */
      otherTerms: z.int(),
      consents: z.array(consentTried),
    })
    .nullable(),
});

/** For information governance users, on what their own agency holds and they may see. Anything else is as if there were none. */
export const simulatorRoutes = (service: CaseService) => ({
  items: defineRoute({
    service,
    method: 'GET',
    path: '/simulator/items',
    summary: 'What my agency holds on a case, and of whom I can ask whether they may see it',
    query: z.strictObject({ reference }),
    response: z.strictObject({ items: z.array(simulatedItem) }),
  }),
  people: defineRoute({
    service,
    method: 'GET',
    path: '/simulator/items/:itemId',
    summary: 'One item, and everybody of whom it can be asked whether they may see it',
    params: z.strictObject({ itemId: id }),
    response: z.strictObject({ item: simulatedItem, people: z.array(z.strictObject({ membershipId: id, userId: id, agencyId: id, roles: z.array(role), active: z.boolean() })) }),
  }),
  answer: defineRoute({
    service,
    method: 'GET',
    path: '/simulator/items/:itemId/answer',
    summary: 'Whether somebody may see an item at a time, each rule as it was tried',
    params: z.strictObject({ itemId: id }),
    /** Without a time: now. */
    query: z.strictObject({ membershipId: id, action: z.enum(['read', 'export']), at: instant.optional() }),
    response: simulation,
  }),
});
