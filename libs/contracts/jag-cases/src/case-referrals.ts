import { code, defineRoute, id, instant, line, text } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { caseParams } from './case-params.js';
import { givenPlan } from './events.js';

const service = 'jag-cases' as const;

export const caseReferralView = z.strictObject({
  id,
  serviceId: id,
  serviceName: line,
  state: code,
  requestedAt: instant,
  steps: z.array(z.strictObject({ state: code, at: instant })),
});

/** Services of the directory to which a person of this case may be referred. */
export const listReferralServices = defineRoute({
  service,
  method: 'GET',
  path: '/cases/:caseId/referral-services',
  summary: 'Services to which a person of this case may be referred',
  params: caseParams,
  response: z.strictObject({
    items: z.array(z.strictObject({ id, name: line, description: z.string(), providerAgencyId: id, eligible: z.boolean(), whyNot: z.string().nullable() })),
  }),
});

/** Refers a person of the case; what crosses is what the caller may export, encrypted to the referrals service. */
export const referPerson = defineRoute({
  service,
  method: 'POST',
  path: '/cases/:caseId/referrals',
  summary: 'Refer a person of the case to a service',
  params: caseParams,
  body: z.strictObject({
    subjectId: id,
    serviceId: id,
    reason: text,
    agreement: z.strictObject({ given: z.boolean(), by: z.enum(['person', 'parent', 'not-asked']), explanation: z.string().trim().max(2000).nullable() }),
    safeContact: givenPlan,
  }),
  response: z.strictObject({ referralId: id }),
  status: 201,
});
