import { date, defineRoute, id, line, pageOf, pageQuery, version } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { agreementTerm } from './events.js';
import { recorded, why } from './records.js';

export const AGREEMENT_STATUSES = ['draft', 'in-review', 'active', 'suspended', 'ended'] as const;
export const agreementStatus = z.enum(AGREEMENT_STATUSES);
export type AgreementStatus = z.output<typeof agreementStatus>;

/** From midnight of `on`, until midnight of `withdrawnOn`, in Europe/London. */
export const agreementSignature = z.strictObject({ agencyId: id, on: date, withdrawnOn: date.nullable() });

/** An information sharing agreement: who signed it, and what its terms let whom see. */
export const agreement = z.strictObject({
  id,
  name: line,
  status: agreementStatus,
  validFrom: date,
  /** The first date on which it no longer holds. */
  validTo: date,
  signatures: z.array(agreementSignature),
  terms: z.array(agreementTerm),
  /** What it may become next. */
  next: z.array(agreementStatus),
  ...recorded,
});
export type Agreement = z.output<typeof agreement>;

/** A term as it is written: its id and number are given to it. */
export const newTerm = agreementTerm.omit({ id: true, number: true });

const details = { name: line, validFrom: date, validTo: date, terms: z.array(newTerm).max(100) };
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

/** Administrators and information governance, while it is a draft that nobody has signed; 422 `not-a-draft`, `signed-already`. */
export const changeAgreement = defineRoute({
  service: 'partnership-registry',
  method: 'PUT',
  path: '/agreements/:agreementId',
  summary: 'Change a draft agreement',
  params,
  body: z.strictObject({ version, ...details }),
  response: agreement,
});

/** Administrators for any agency, information governance for their own. 422 `signed-already`, `in-the-future`, `agreement-ended`. */
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

/** Administrators and information governance. 422 `transition-not-allowed`, and for `active` `two-signatures-needed`, `terms-needed`, `validity-over`. */
export const moveAgreement = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/agreements/:agreementId/status',
  summary: 'Bring an agreement into force, suspend it or end it',
  params,
  body: z.strictObject({ version, status: agreementStatus, why }),
  response: agreement,
});
