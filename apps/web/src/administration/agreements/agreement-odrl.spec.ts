import type { Agreement } from '@concordat/contracts-partnership-registry';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { agreementOdrl } from './agreement-odrl.js';

const COUNCIL = '01a200d7-988c-7394-8058-000000000001';
const POLICE = '01a200d7-988c-7394-8058-000000000002';
const SCHOOL = '01a200d7-988c-7394-8058-000000000003';
const TERM = '01a200d7-988c-7394-8058-000000000004';

const term: Agreement['terms'][number] = {
  id: TERM, number: 1, purpose: 'youth-diversion', from: '*', to: [COUNCIL], categories: { behaviour: ['incidents'], identity: '*' }, basis: 'public-task', gateway: 'cda-1998-s115', export: false,
  conditions: { specialCategory: null, criminalOffence: null },
};
const TODAY = '2026-02-14';
const agreement = (known: Partial<Agreement> = {}): Agreement => ({
  id: COUNCIL, name: 'Youth JAG agreement', status: 'active', validFrom: '2026-01-01', validTo: '2028-07-01',
  signatures: [
    { agencyId: COUNCIL, on: '2025-12-01', withdrawnOn: null },
    { agencyId: POLICE, on: '2026-07-01', withdrawnOn: null },
    { agencyId: SCHOOL, on: '2026-02-01', withdrawnOn: '2026-03-01' },
  ],
  terms: [term], parties: [], purposes: [], aim: '', policyDocument: '', impactAssessment: '', retention: '', security: '', rights: '', reviewOn: null, edition: 1, supersedes: null,
  attachments: [], reviews: [], next: [], faults: [], version: 1, updatedAt: '2026-01-01T00:00:00.000Z', ...known,
});

/*
 * The shape of an Agreement, each rule taken apart, by the ODRL Information Model 2.2 (https://www.w3.org/TR/odrl-model/, sections 2.1 to 2.6) with the
 * actions, operands and operators of its vocabulary (https://www.w3.org/TR/odrl-vocab/) that may stand there.
 */
const iri = z.string().regex(/^[a-z][a-z0-9+.-]*:\S+$/i);
const ACTIONS = ['use', 'transfer', 'read', 'extract', 'reproduce', 'distribute', 'present', 'archive', 'derive', 'obtainConsent'] as const;
const LEFT_OPERANDS = ['dateTime', 'purpose', 'recipient', 'count', 'elapsedTime', 'event', 'language', 'systemDevice', 'spatial'] as const;
const OPERATORS = ['eq', 'gt', 'gteq', 'lt', 'lteq', 'neq', 'isA', 'hasPart', 'isPartOf', 'isAllOf', 'isAnyOf', 'isNoneOf'] as const;
const reference = z.strictObject({ '@id': iri });
const literal = z.strictObject({ '@value': z.iso.datetime(), '@type': z.literal('xsd:dateTime') });
/** An operand that ODRL does not have is of the profile that the policy names. */
const constraint = z.strictObject({ leftOperand: z.enum(LEFT_OPERANDS).or(iri), operator: z.enum(OPERATORS), rightOperand: z.union([reference, literal, z.array(reference).min(1)]) });
const target = z.strictObject({ '@type': z.literal('AssetCollection'), source: iri, refinement: z.array(constraint).min(1) });
const duty = z.strictObject({ action: z.enum(ACTIONS), consentingParty: iri });
const permission = z.strictObject({
  uid: iri, assigner: iri, assignee: iri, action: z.enum(ACTIONS), target, constraint: z.array(constraint), duty: z.array(duty).optional(),
});
const odrlAgreement = z.strictObject({
  '@context': z.tuple([z.literal('http://www.w3.org/ns/odrl.jsonld'), z.record(z.string(), iri)]),
  '@type': z.literal('Agreement'), uid: iri, profile: iri, 'dcterms:title': z.string(), permission: z.array(permission).min(1),
});

const written = (known?: Partial<Agreement>, today = TODAY) => agreementOdrl(agreement(known), today);
const permissionsOf = (known?: Partial<Agreement>, today?: string) => written(known, today)?.permission ?? [];

describe('an agreement as ODRL', () => {
  it('has the shape of an Agreement of the ODRL vocabulary', () => {
    const terms = [term, { ...term, id: COUNCIL, basis: 'consent' as const, export: true, to: '*' as const }];
    const sent: unknown = JSON.parse(JSON.stringify(written({ terms })));
    expect(odrlAgreement.parse(sent)).toEqual(sent);
    const uids = permissionsOf({ terms }).map(({ uid }) => uid);
    expect(uids.length).toBeGreaterThan(2);
    // A rule is known by its uid, so that none has another's.
    expect(new Set(uids).size).toBe(uids.length);
  });

  it('permits from one agency to another, while the agreement holds and both have signed', () => {
    const permissions = permissionsOf();
    const about = permissions.map(({ assigner, assignee, uid }) => [assigner.split(':').at(-1), assignee.split(':').at(-1), uid.split(':').at(-2)]);
    expect(about).toEqual([[POLICE, COUNCIL, 'behaviour'], [POLICE, COUNCIL, 'identity'], [SCHOOL, COUNCIL, 'behaviour'], [SCHOOL, COUNCIL, 'identity']]);
    const times = permissions.map(({ constraint: held }) => held.filter(({ leftOperand }) => leftOperand === 'dateTime').map(({ operator, rightOperand }) => [operator, rightOperand]));
    // Midnight in London: an hour before that of UTC in summer.
    expect(times[0]).toEqual([
      ['gteq', { '@value': '2026-06-30T23:00:00.000Z', '@type': 'xsd:dateTime' }],
      ['lt', { '@value': '2028-06-30T23:00:00.000Z', '@type': 'xsd:dateTime' }],
    ]);
    expect(times[2]?.[1]).toEqual(['lt', { '@value': '2026-03-01T00:00:00.000Z', '@type': 'xsd:dateTime' }]);
    expect(permissions[0]?.target.refinement).toEqual([
      { leftOperand: 'concordat:category', operator: 'eq', rightOperand: { '@id': 'concordat:category:behaviour' } },
      { leftOperand: 'concordat:field', operator: 'isAnyOf', rightOperand: [{ '@id': 'concordat:field:incidents' }] },
    ]);
  });

  it('asks for consent as a duty where the term rests on it, and lets nothing be taken out that the term does not', () => {
    const [plain] = permissionsOf();
    expect(plain).toMatchObject({ action: 'read' });
    expect(plain).not.toHaveProperty('duty');
    const asked = permissionsOf({ terms: [{ ...term, basis: 'consent', export: true }] });
    expect(asked.slice(0, 2)).toMatchObject([{ action: 'read', duty: [{ action: 'obtainConsent' }] }, { action: 'extract', duty: [{ action: 'obtainConsent' }] }]);
  });

  it('is none where it permits nothing: never signed at the same time, no longer, or not in force', () => {
    const never = [{ agencyId: COUNCIL, on: '2026-01-01', withdrawnOn: '2026-02-01' }, { agencyId: POLICE, on: '2026-03-01', withdrawnOn: null }];
    const withdrawn = [{ agencyId: COUNCIL, on: '2026-01-01', withdrawnOn: TODAY }, { agencyId: POLICE, on: '2026-01-01', withdrawnOn: null }];
    expect([written({ signatures: never }), written({ signatures: withdrawn }), written({ status: 'suspended' }), written({}, '2028-07-01')]).toEqual([null, null, null, null]);
    expect(permissionsOf({ signatures: withdrawn }, '2026-02-13')).toHaveLength(2);
  });
});
