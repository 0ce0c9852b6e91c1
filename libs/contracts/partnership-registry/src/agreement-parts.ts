import { code, conditionCode, date, id, line } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { agreementTerm } from './events.js';

/** What the parts of an agreement are called, in the order in which they are written. */
export const AGREEMENT_PARTS = ['dates', 'parties', 'purposes', 'terms', 'conditions', 'documents', 'retention', 'security', 'rights', 'review'] as const;
export const agreementPart = z.enum(AGREEMENT_PARTS);
export type AgreementPart = z.output<typeof agreementPart>;

/** What stands in the way of bringing an agreement into force, and what to do about it. */
export const agreementFault = z.strictObject({ part: agreementPart, message: z.string() });
export type AgreementFault = z.output<typeof agreementFault>;

/** An agency that is to sign: whom the others ask, and who signs for it. */
export const agreementParty = z.strictObject({
  agencyId: id,
  contact: z.strictObject({ name: line, position: line, email: z.email('Enter an email address in the correct format, like name@example.com').max(200) }).nullable(),
  signatory: z.strictObject({ name: line, position: line }).nullable(),
});
export type AgreementParty = z.output<typeof agreementParty>;

/**
 * A term with the conditions on which special category data (UK GDPR Article 9) and criminal offence data (Article 10)
 * are shared under it; null where it shares none.
 */
export const termWithConditions = agreementTerm.extend({
  conditions: z
    .strictObject({ specialCategory: conditionCode.nullable(), criminalOffence: conditionCode.nullable() })
    .default({ specialCategory: null, criminalOffence: null }),
});
export type AgreementTerm = z.output<typeof termWithConditions>;

/** A term as it is written: its id and number are given to it. */
export const newTerm = termWithConditions.omit({ id: true, number: true });

/** Free text of a part, empty while it is not written. */
const part = z.string().trim().max(10_000, 'Must be 10,000 characters or fewer').default('');
const shortPart = z.string().trim().max(500, 'Must be 500 characters or fewer').default('');

/** What is written in an agreement, beside its name, dates and terms. */
export const agreementText = {
  parties: z.array(agreementParty).max(100).default([]),
  purposes: z.array(code).max(20).default([]),
  /** Why the parties share, in their own words. */
  aim: part,
  /** Where the Appropriate Policy Document is to be found (Data Protection Act 2018, Schedule 1, Part 4). */
  policyDocument: shortPart,
  /** Where the data protection impact assessment is to be found (UK GDPR Article 35). */
  impactAssessment: shortPart,
  retention: part,
  security: part,
  /** How people's rights are answered: access, rectification, objection, complaints. */
  rights: part,
  /** When the parties are to look at it again. */
  reviewOn: date.nullable().default(null),
};

/** That the parties looked at an agreement again: what they found, and when they look next. */
export const agreementReview = z.strictObject({
  on: date,
  /** User who recorded it. */
  by: id,
  outcome: z.string(),
  nextOn: date,
});
export type AgreementReview = z.output<typeof agreementReview>;
