import { z } from 'zod';
import { defineEvent, sealedFor } from '../event.js';
import { defineRoute } from '../route.js';
import { category, id, instant, reference, text, version, whySeen } from '../values.js';
import { ground } from './grounds.js';
import type { CaseService } from './protections.js';

/**
 * Somebody asks, for an open case, whether a person of it is known to others. Every service that knows people looks for
 * itself; who is asked about is encrypted to each alone ({@link askedAbout}). The aggregate is the ask.
 */
export const KnownToAsked = defineEvent({
  type: 'known-to.asked',
  kind: 'fact',
  from: 'jag-cases',
  to: ['jag-cases', 'referrals'],
  payload: z.strictObject({
    caseId: id,
    purpose: z.string(),
    fromAgencyId: id,
    fromUserId: id,
    askedAt: instant,
    sealed: z.strictObject({ 'jag-cases': sealedFor, referrals: sealedFor }),
  }),
});

/** Plaintext of {@link KnownToAsked}'s `sealed`. */
export const askedAbout = z.strictObject({
  givenName: z.string(),
  familyName: z.string(),
  dateOfBirth: z.iso.date().nullable(),
  why: z.string(),
  /** Who must never learn of the person, and so is never told that somebody asks about them. */
  neverTo: z.strictObject({ agencyIds: z.array(id), userIds: z.array(id) }),
  /** What the name and the date of birth rest on that other agencies own. */
  grounds: z.array(ground).default([]),
});
export type AskedAbout = z.output<typeof askedAbout>;

/** What an agency decided that was told who asked: whether it makes contact itself. Whoever asked is told neither. */
export const KNOWN_TO_DECISIONS = ['contact', 'no-contact'] as const;

/** That somebody asked about a person whom the reader's agency knows. */
export const knownToWord = z.strictObject({
  id,
  version,
  /** The agency's own record of the person. */
  caseId: id,
  caseReference: z.string(),
  itemId: id,
  category,
  /** The name that the agency itself keeps; null where its record has none. */
  name: z.string().nullable(),
  /** Why the reader can see the name, in plain English; nothing where there is none. */
  whySeen: whySeen,
  fromUserId: id,
  fromAgencyId: id,
  /** Of the case on which it was asked. */
  purpose: z.string(),
  why: z.string(),
  askedAt: instant,
  /** Whoever asked must never learn of the person. It is told to information governance and victim safety leads alone. */
  keepFromAsker: z.boolean(),
  decided: z.strictObject({ decision: z.enum(KNOWN_TO_DECISIONS), at: instant, byUserId: id, note: z.string() }).nullable(),
});
export type KnownToWord = z.output<typeof knownToWord>;

/** For the agency that knows a person about whom another asked. Nothing of it is ever shown to whoever asked. */
export const knownToRoutes = (service: CaseService) => ({
  list: defineRoute({
    service,
    method: 'GET',
    path: '/known-to',
    summary: 'Who asked about people whom my agency knows: undecided ones, or the latest that were decided; 100 at most',
    query: z.strictObject({ decided: z.enum(['yes', 'no']).default('no') }),
    response: z.strictObject({ items: z.array(knownToWord) }),
  }),
  read: defineRoute({ service, method: 'GET', path: '/known-to/:wordId', summary: 'Who asked about one person', params: z.strictObject({ wordId: id }), response: knownToWord }),
  decide: defineRoute({
    service,
    method: 'POST',
    path: '/known-to/:wordId/decision',
    summary: 'Say whether my agency makes contact with whoever asked',
    params: z.strictObject({ wordId: id }),
    body: z.strictObject({ version, decision: z.enum(KNOWN_TO_DECISIONS), note: text }),
    response: z.strictObject({ id, version }),
    status: 201,
  }),
});
export type KnownToRoutes = ReturnType<typeof knownToRoutes>;

/** What somebody asked of others, for the information governance of their agency to review. */
export const knownToAsk = z.strictObject({
  id,
  version,
  caseId: id,
  caseReference: reference,
  userId: id,
  purpose: z.string(),
  why: z.string(),
  askedAt: instant,
  reviewed: z.strictObject({ outcome: z.enum(['justified', 'not-needed', 'misuse']), at: instant, byUserId: id, note: z.string() }).nullable(),
});
export type KnownToAsk = z.output<typeof knownToAsk>;
