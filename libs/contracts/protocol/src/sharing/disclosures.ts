import { z } from 'zod';
import { conditionCode } from '../law/conditions.js';
import { defineRoute } from '../route.js';
import { category, code, date, id, instant, text, version } from '../values.js';
import { caseParams, personOfCase, type CasePath } from './case-path.js';

const optionalText = z.string().trim().max(10_000);
const optionalLine = z.string().trim().max(200);

/** Fields by category; `*` is all of them. */
export const sharedCategories = z.partialRecord(category, z.union([z.literal('*'), z.array(z.string().min(1).max(60)).min(1)]));

/**
 * A decision to share without consent, or not to: the questions of the ICO's data sharing decision form
 * (data sharing code of practice, Annex B), the condition of the law for special category and criminal offence data,
 * and whether the person is told.
 */
const decisionBody = z.strictObject({
  subjectId: id,
  decision: z.enum(['share', 'refuse']),
  recipientAgencyId: id,
  /** One person there; null for everybody there who may be given it. */
  recipientUserId: id.nullable(),
  requestedBy: optionalLine,
  requestedPosition: optionalLine,
  requestedOn: date.nullable(),
  /** Whether the two agencies decide together what for and how it is used. */
  controllers: z.enum(['separate', 'joint']).default('separate'),
  categories: sharedCategories,
  described: text,
  purpose: text,
  basis: code,
  /** Where either uses it for law enforcement: the condition of DPA 2018 Part 3. */
  lawEnforcement: optionalText.default(''),
  /** The power that the disclosure rests on; null where sharing is refused. */
  gateway: code.nullable(),
  necessity: text,
  proportionality: text,
  considered: text,
  /** DPA 2018 Schedule 1 or UK GDPR Article 9(2): for special category data, and for criminal offence data. */
  specialCategoryCondition: conditionCode.nullable(),
  criminalOffenceCondition: conditionCode.nullable(),
  /** Where the condition asks for one: reference of the appropriate policy document (DPA 2018 Schedule 1 paragraph 5). */
  policyDocument: optionalLine,
  dpia: optionalLine,
  /** A data sharing agreement that there is with the recipient; it shares nothing by itself. */
  agreement: optionalLine.default(''),
  advice: optionalText,
  security: optionalText,
  retention: optionalText,
  /** How the person uses their rights: to be told, to see it, to have it corrected. */
  rights: optionalText.default(''),
  /** Once, or at which intervals. */
  interval: optionalLine.default(''),
  told: z.boolean(),
  whyNotTold: optionalText,
  reasons: text,
  /** The position of whoever decides. */
  decidedPosition: optionalLine.default(''),
  export: z.boolean(),
  /** When it ends; null where sharing is refused. */
  until: instant.nullable(),
});
export type NewDecision = z.output<typeof decisionBody>;

export const DECISION_STATES = ['in-force', 'refused', 'revoked', 'ended'] as const;

export const decisionView = decisionBody.extend({
  id,
  version,
  state: z.enum(DECISION_STATES),
  ownerAgencyId: id,
  decidedByUserId: id,
  decidedAt: instant,
  revokedAt: instant.nullable(),
  whyRevoked: z.string().nullable(),
  mayRevoke: z.boolean(),
});
export type DecisionView = z.output<typeof decisionView>;

/** Disclosures in a service's cases. */
export function disclosureRoutes({ service, path }: CasePath) {
  const disclosureParams = z.strictObject({ caseId: id, decisionId: id });
  return {
    list: defineRoute({
      service,
      method: 'GET',
      path: `${path}/disclosures`,
      summary: 'Decisions on a case to share without consent, or not to',
      params: caseParams,
      response: z.strictObject({
        reference: z.string(),
        people: z.array(personOfCase),
        decisions: z.array(decisionView),
        /** `decide`: of the reader’s own agency’s information. */
        may: z.strictObject({ decide: z.boolean(), openCase: z.boolean() }),
      }),
    }),
    read: defineRoute({ service, method: 'GET', path: `${path}/disclosures/:decisionId`, summary: 'One decision', params: disclosureParams, response: decisionView }),
    /** 422 `condition-needed`, `policy-document-needed`, `gateway-excludes`: what the law asks for. */
    decide: defineRoute({
      service,
      method: 'POST',
      path: `${path}/disclosures`,
      summary: 'Record a decision to share my agency’s information, or not to',
      params: caseParams,
      body: decisionBody,
      response: z.strictObject({ id, version }),
      status: 201,
    }),
    /** Closes at once what was open by it. */
    revoke: defineRoute({
      service,
      method: 'POST',
      path: `${path}/disclosures/:decisionId/revocation`,
      summary: 'End a disclosure before its time',
      params: disclosureParams,
      body: z.strictObject({ version, why: text }),
      response: z.strictObject({ id, version, revokedAt: instant }),
      status: 201,
    }),
  };
}
export type DisclosureRoutes = ReturnType<typeof disclosureRoutes>;
