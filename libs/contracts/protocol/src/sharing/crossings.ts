import { z } from 'zod';
import { defineEvent, sealedFor } from '../event.js';
import type { ServiceName } from '../services.js';
import { id, instant } from '../values.js';
import { erasureGround } from './erasures.js';
import { kept, type CaseService } from './protections.js';

/**
 * Who must never learn of a person, as it goes along with the person to another service: sealed, and without the reason.
 * `entryId` is the entry's where it was made, so that its end is known again.
 */
export const keptFrom = z.strictObject({ entryId: id, who: kept, from: instant, to: instant.nullable() });
export type KeptFrom = z.output<typeof keptFrom>;

/**
 * Who is alleged to cause a person harm, as it goes along with the person to another service, so that nothing counts there that they
 * decide for the person: sealed, and without what is alleged. `allegationId` is the allegation's where it was made.
 */
export const allegedGiver = z.strictObject({ allegationId: id, name: z.string(), from: instant });
export type AllegedGiver = z.output<typeof allegedGiver>;

const crossings = (from: ServiceName, to: ServiceName, word: 'case' | 'referral') => ({
  /** Somebody is kept from a person, or no longer, whom both services know by these referrals. `sealed` is a {@link keptFrom}. */
  keeping: defineEvent({
    type: `${word}-keeping.changed`,
    kind: 'fact',
    from,
    to: [to],
    payload: z.strictObject({ referralIds: z.array(id).min(1), sealed: sealedFor }),
  }),
  /** Somebody is alleged to cause harm to a person whom both services know by these referrals. `sealed` is an {@link allegedGiver}. */
  harmAlleged: defineEvent({
    type: `${word}-harm.alleged`,
    kind: 'fact',
    from,
    to: [to],
    payload: z.strictObject({ referralIds: z.array(id).min(1), sealed: sealedFor }),
  }),
  /** A person whom both services know by these referrals was erased: whoever holds them there decides for themselves (UK GDPR Article 19). The aggregate is the erasing. */
  personErased: defineEvent({ type: `${word}-person.erased`, kind: 'fact', from, to: [to], payload: z.strictObject({ referralIds: z.array(id).min(1), ground: erasureGround }) }),
  /** A user used emergency access: how often they may is counted over the services. The aggregate is the access. */
  emergencyUsed: defineEvent({ type: `${word}-emergency.used`, kind: 'fact', from, to: [to], payload: z.strictObject({ userId: id, openedAt: instant }) }),
});

/** What the two services that hold cases tell each other of sharing, by the one that tells. */
export const CROSSINGS = {
  'jag-cases': crossings('jag-cases', 'referrals', 'case'),
  referrals: crossings('referrals', 'jag-cases', 'referral'),
} as const satisfies Record<CaseService, unknown>;

/** The other of the two. */
export const OTHER_CASE_SERVICE = { 'jag-cases': 'referrals', referrals: 'jag-cases' } as const satisfies Record<CaseService, CaseService>;
