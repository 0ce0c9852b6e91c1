import { allegedGiver, code, consentReceipt, date, defineEvent, ground, id, instant, keptFrom, planOfWords, safeContactPlan, sealedFor, SHARING_NOTICES } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { actionState, caseState } from './states.js';

/** A case of a forum as figures need it: its state and its dates. The aggregate is the case. */
export const CaseChanged = defineEvent({
  type: 'case.changed',
  kind: 'state',
  from: 'jag-cases',
  to: ['indicators'],
  payload: z.strictObject({
    forumCode: code,
    ownerAgencyId: id,
    nominatingAgencyId: id,
    subjectIds: z.array(id),
    state: caseState,
    nominatedAt: instant,
    acceptedAt: instant.nullable(),
    closedAt: instant.nullable(),
    /** Code of the outcome; null until closed, and after a reopening. */
    outcome: code.nullable(),
    positive: z.boolean().nullable(),
  }),
});

/** An action given to an agency. The aggregate is the action. */
export const ActionChanged = defineEvent({
  type: 'action.changed',
  kind: 'state',
  from: 'jag-cases',
  to: ['indicators'],
  payload: z.strictObject({ caseId: id, agencyId: id, state: actionState, due: date, finishedAt: instant.nullable() }),
});

/**
 * Something that the named users should know of, e.g. `nomination-received`; the words are chosen by notifications,
 * from the kind alone. The writer names only users who may see what it is about. Read again before it is sent.
 */
export const CaseNotice = defineEvent({
  type: 'case-notice.raised',
  kind: 'fact',
  from: 'jag-cases',
  to: ['notifications'],
  payload: z.strictObject({
    kind: z.enum([
      'nomination-received',
      'nomination-accepted',
      'nomination-declined',
      'information-requested',
      'monitoring-given',
      'circle-joined',
      'agenda-changed',
      'decision-recorded',
      'action-given',
      'action-finished',
      'item-added',
      'referral-progressed',
      'referral-turned-back',
      'case-closed',
      'register-near-match',
      ...SHARING_NOTICES,
    ]),
    caseId: id,
    /** The record about sharing that it tells of, of the kind that `RECORD_OF_NOTICE` says; null where it tells of several, or of the case. */
    recordId: id.nullable().default(null),
    userIds: z.array(id),
  }),
});

/** People are kept from cases from now on: what they were told of these is taken back, read or not. */
export const CaseNoticesWithdrawn = defineEvent({
  type: 'case-notices.withdrawn',
  kind: 'fact',
  from: 'jag-cases',
  to: ['notifications'],
  payload: z.strictObject({ caseIds: z.array(id).min(1), userIds: z.array(id).min(1) }),
});

/** A person of a case referred to a service: what the service needs is encrypted to referrals alone ({@link referralPayload}). */
export const ReferralRequested = defineEvent({
  type: 'referral.requested',
  kind: 'fact',
  from: 'jag-cases',
  to: ['referrals'],
  payload: z.strictObject({
    referralId: id,
    caseId: id,
    serviceId: id,
    fromAgencyId: id,
    fromUserId: id,
    requestedAt: instant,
    sealed: sealedFor,
  }),
});

/** How and when contact is safe: a plan, or what is known of it in words. */
export const givenPlan = z.union([safeContactPlan, z.string().trim().min(1).max(10_000).transform(planOfWords)]);

/** Plaintext of {@link ReferralRequested}'s `sealed`. */
export const referralPayload = z.strictObject({
  person: z.strictObject({
    givenName: z.string(),
    familyName: z.string(),
    dateOfBirth: date.nullable(),
    school: z.string().nullable(),
  }),
  /** Why, and what is hoped for, in the referrer's words. */
  reason: z.string(),
  /** The person's agreement to receive the service: a different thing from a lawful basis for sharing. */
  agreement: z.strictObject({ given: z.boolean(), by: z.enum(['person', 'parent', 'not-asked']), explanation: z.string().nullable() }),
  /** How and when the person can safely be reached. */
  safeContact: givenPlan,
  /** Who must never learn of the person: it holds before anybody sees the referral. */
  keptFrom: z.array(keptFrom).default([]),
  /** Who is alleged to cause the person harm: nothing counts that they decide for the person. */
  alleged: z.array(allegedGiver).default([]),
  /** Of consent that counts for sharing with the agency that it goes to. */
  receipts: z.array(consentReceipt).default([]),
  /** What the particulars of the person rest on that other agencies own. */
  grounds: z.array(ground).default([]),
});
export type ReferralPayload = z.output<typeof referralPayload>;

/**
 * A person of a case withdrew consent, told to the services to which the case referred them: what was shared on it is to be
 * stopped, deleted or returned. The aggregate is the record of consent.
 */
export const ConsentWithdrawn = defineEvent({
  type: 'consent.withdrawn',
  kind: 'fact',
  from: 'jag-cases',
  to: ['referrals'],
  payload: z.strictObject({
    caseId: id,
    referralIds: z.array(id),
    /** Of these, the ones whose particulars were passed on by that consent: whoever received them is a recipient too. */
    restingIds: z.array(id).default([]),
    recipientAgencyIds: z.array(id),
    categories: z.array(z.string()),
    withdrawnAt: instant,
  }),
});
