import { addAgreement, moveAgreement, signAgreement, type Agreement } from '@concordat/contracts-partnership-registry';
import type { CallOf } from '@concordat/contracts-protocol';
import type { TestPartnership } from './registry.js';

type Body = CallOf<typeof addAgreement>['body'];

/** A term that needs no condition. */
export const TERM = {
  purpose: 'youth-diversion',
  from: '*',
  to: '*',
  categories: { identity: '*', education: ['attendance'] },
  basis: 'public-task',
  gateway: 'cda-1998-s115',
  export: false,
} as const satisfies Body['terms'][number];

/** An agreement with every part written, between the agencies given. */
export function wholeAgreement(agencyIds: readonly string[], difference: Partial<Body> = {}): Body {
  return {
    name: 'Youth JAG agreement',
    validFrom: '2024-01-01',
    validTo: '2099-01-01',
    parties: agencyIds.map((agencyId) => ({
      agencyId,
      contact: { name: 'Robin Peregrine', position: 'Information governance lead', email: 'robin@agency.example' },
      signatory: { name: 'Sam Merlin', position: 'Chief executive' },
    })),
    purposes: ['youth-diversion'],
    aim: 'To divert young people from offending',
    terms: [TERM],
    policyDocument: 'Records office, APD 4',
    impactAssessment: 'Records office, DPIA 12',
    retention: 'Six years after the case is closed',
    security: 'Within Concordat alone',
    rights: 'Each agency answers for what it holds',
    reviewOn: '2098-01-01',
    ...difference,
  };
}

/** What an administrator does with agreements. */
export function agreementWork({ administrator }: TestPartnership) {
  const sign = (agreement: Agreement, agencyId: string, on = '2024-02-01') =>
    administrator.call(signAgreement, { params: { agreementId: agreement.id }, body: { version: agreement.version, agencyId, on } });
  const move = (agreement: Agreement, status: Agreement['status']) =>
    administrator.call(moveAgreement, { params: { agreementId: agreement.id }, body: { version: agreement.version, status, why: 'Agreed at the board' } });
  return {
    draft: async (body: Body): Promise<Agreement> => (await administrator.call(addAgreement, { body })).body,
    sign,
    move,
    /** Sent for review, and signed by all of them. */
    signedBy: async (drafted: Agreement, agencyIds: readonly string[]): Promise<Agreement> => {
      let agreement = (await move(drafted, 'in-review')).body;
      for (const agencyId of agencyIds) agreement = (await sign(agreement, agencyId)).body;
      return agreement;
    },
  };
}
