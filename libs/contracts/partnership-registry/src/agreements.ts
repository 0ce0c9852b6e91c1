import { date, defineRoute, id, line, pageOf, pageQuery, version } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { agreementAttachment } from './agreement-attachments.js';
import { agreementFault, agreementReview, agreementText, newTerm, termWithConditions } from './agreement-parts.js';
import { recorded, why } from './records.js';

export const AGREEMENT_STATUSES = ['draft', 'in-review', 'active', 'suspended', 'ended'] as const;
export const agreementStatus = z.enum(AGREEMENT_STATUSES);
export type AgreementStatus = z.output<typeof agreementStatus>;

/** From midnight of `on`, until midnight of `withdrawnOn`, in Europe/London. */
export const agreementSignature = z.strictObject({ agencyId: id, on: date, withdrawnOn: date.nullable() });

/**
 * What an agreement may become next. Only a draft is written; it is signed from review on; going back to a draft drops
 * the signatures, which were under another text.
 */
export const AGREEMENT_TRANSITIONS: Readonly<Record<AgreementStatus, readonly AgreementStatus[]>> = {
  draft: ['in-review', 'ended'],
  'in-review': ['active', 'draft', 'ended'],
  active: ['suspended', 'ended'],
  suspended: ['active', 'ended'],
  ended: [],
};

/** An information sharing agreement: who signed it, and what its terms let whom see. */
export const agreement = z.strictObject({
  id,
  name: line,
  status: agreementStatus,
  validFrom: date,
  /** The first date on which it no longer holds. */
  validTo: date,
  signatures: z.array(agreementSignature),
  terms: z.array(termWithConditions),
  ...agreementText,
  /** 1 for the first; each that was made from another counts on. */
  edition: z.int().positive(),
  /** The agreement that it was made from, which it ends when it comes into force. */
  supersedes: id.nullable(),
  attachments: z.array(agreementAttachment),
  /** Oldest first; `reviewOn` is when the next is due. */
  reviews: z.array(agreementReview),
  /** What it may become next. */
  next: z.array(agreementStatus),
  /** What stands in the way of bringing it into force, beside signatures. */
  faults: z.array(agreementFault),
  ...recorded,
});
export type Agreement = z.output<typeof agreement>;

const details = { name: line, validFrom: date, validTo: date, terms: z.array(newTerm).max(100), ...agreementText };
const params = z.strictObject({ agreementId: id });

/** By name. */
export const listAgreements = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/agreements',
  summary: 'Information sharing agreements of the partnership',
  query: pageQuery.extend({ status: agreementStatus.optional() }),
  response: pageOf(agreement),
});

export const getAgreement = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/agreements/:agreementId',
  summary: 'One agreement with its terms',
  params,
  response: agreement,
});

/** Administrators and information governance. Terms are numbered in the order given. */
export const addAgreement = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/agreements',
  summary: 'Draft an agreement',
  body: z.strictObject(details),
  response: agreement,
  status: 201,
});

/** Administrators and information governance, while it is a draft; 422 `not-a-draft`. */
export const changeAgreement = defineRoute({
  service: 'partnership-registry',
  method: 'PUT',
  path: '/agreements/:agreementId',
  summary: 'Change a draft agreement',
  params,
  body: z.strictObject({ version, ...details }),
  response: agreement,
});

/** Administrators for any agency, information governance for their own. 422 `not-in-review`, `not-a-party`, `signed-already`, `in-the-future`, `agreement-ended`. */
export const signAgreement = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/agreements/:agreementId/signatures',
  summary: 'Record an agency’s signature',
  params,
  body: z.strictObject({ version, agencyId: id, on: date }),
  response: agreement,
  status: 201,
});

/** As {@link signAgreement}: from today on nothing is shared with or by the agency under it. 422 `not-signed`. */
export const withdrawSignature = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/agreements/:agreementId/signatures/withdraw',
  summary: 'Withdraw an agency’s signature',
  params,
  body: z.strictObject({ version, agencyId: id, why }),
  response: agreement,
});

/**
 * Administrators and information governance. 422 `transition-not-allowed`; for `in-review` and `active` `not-complete` with the
 * faults; for `active` besides `two-signatures-needed`, `party-not-signed`, `validity-over`, `supersedes-too-early`. An agreement that
 * supersedes another ends it on its own first day, both or neither.
 */
export const moveAgreement = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/agreements/:agreementId/status',
  summary: 'Bring an agreement into force, suspend it or end it',
  params,
  body: z.strictObject({ version, status: agreementStatus, why }),
  response: agreement,
});

/** Administrators and information governance. A draft like it, which supersedes it once in force. 422 `not-in-force`, `edition-open`. */
export const makeEdition = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/agreements/:agreementId/editions',
  summary: 'Begin a new version of an agreement',
  params,
  body: z.strictObject({ version }),
  response: agreement,
  status: 201,
});

/**
 * Administrators and information governance. Records that the parties looked at it again, and when they do next: after today
 * and no later than its end. 422 `not-in-force`.
 */
export const reviewAgreement = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/agreements/:agreementId/reviews',
  summary: 'Record a review of an agreement',
  params,
  body: z.strictObject({ version, outcome: z.string().trim().min(1, 'Enter what the agencies found').max(2000, 'Must be 2,000 characters or fewer'), nextOn: date }),
  response: agreement,
  status: 201,
});
