import { z } from 'zod';
import type { ServiceName } from '../services.js';
import { id, whySeen } from '../values.js';

/** A service whose cases the sharing policy knows, and where it serves one: `/cases/:caseId`, or `/referrals/:caseId`, since to the policy a referral is a case. */
export interface CasePath {
  service: Extract<ServiceName, 'jag-cases' | 'referrals'>;
  path: `/${string}/:caseId`;
}

export const caseParams = z.strictObject({ caseId: id });

/** Somebody whom a case is about, by the name that the reader may see, and why they can, in plain English. */
export const personOfCase = z.strictObject({ subjectId: id, name: z.string().nullable(), why: whySeen });
export type PersonOfCase = z.output<typeof personOfCase>;
