import { code, defineEvent, id, instant, SHARING_NOTICES } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { referralState } from './states.js';

/** A referral's state and dates, for the case that it came from and for figures. The aggregate is the referral; no code says what kind of service. */
export const ReferralChanged = defineEvent({
  type: 'referral.changed',
  kind: 'state',
  from: 'referrals',
  to: ['jag-cases', 'indicators'],
  payload: z.strictObject({
    /** The case that it came from; null for one made outside casework. */
    caseId: id.nullable(),
    serviceId: id,
    /** The referrals service's own id of the person, so that a person is counted once a period. */
    personId: id,
    state: referralState,
    since: instant,
    requestedAt: instant,
    receivedAt: instant.nullable(),
    /** The first contact in which the person was reached. */
    firstContactAt: instant.nullable(),
    closedAt: instant.nullable(),
    outcome: code.nullable(),
    outcomeAchieved: z.boolean().nullable(),
  }),
});

/**
 * A referral that the service did not take in: what it rested on had ended, or whoever made it had left, when it arrived.
 * Nothing of it is kept there. The aggregate is the referral.
 */
export const ReferralTurnedBack = defineEvent({
  type: 'referral.turned-back',
  kind: 'fact',
  from: 'referrals',
  to: ['jag-cases'],
  payload: z.strictObject({ caseId: id, at: instant }),
});

/** Something that the named users should know of; the words are chosen by notifications from the kind alone. */
export const ReferralNotice = defineEvent({
  type: 'referral-notice.raised',
  kind: 'fact',
  from: 'referrals',
  to: ['notifications'],
  payload: z.strictObject({
    kind: z.enum(['referral-received', 'referral-allocated', 'referral-overdue', 'register-near-match', ...SHARING_NOTICES]),
    referralId: id,
    /** The record about sharing that it tells of, of the kind that `RECORD_OF_NOTICE` says; null where it tells of several, or of the referral. */
    recordId: id.nullable().default(null),
    userIds: z.array(id),
  }),
});

/** People are kept from referrals from now on: what they were told of these is taken back, read or not. */
export const ReferralNoticesWithdrawn = defineEvent({
  type: 'referral-notices.withdrawn',
  kind: 'fact',
  from: 'referrals',
  to: ['notifications'],
  payload: z.strictObject({ referralIds: z.array(id).min(1), userIds: z.array(id).min(1) }),
});
