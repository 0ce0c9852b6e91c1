import {
  addAgreement,
  changeAgreement,
  getAgreement,
  listAgreements,
  moveAgreement,
  signAgreement,
  withdrawSignature,
  type Agreement,
} from '@concordat/contracts-partnership-registry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@concordat/testing';
import { startRegistry, type TestPartnership, type TestRegistry } from './registry.js';

describe('information sharing agreements', () => {
  let registry: TestRegistry;
  let partnership: TestPartnership;
  let police: string;
  beforeAll(async () => {
    registry = await startRegistry();
    partnership = await registry.aPartnership();
    police = (await registry.anAgency(partnership)).id;
  });
  afterAll(() => registry.close());

  const term = {
    purpose: 'youth-diversion',
    from: '*' as const,
    to: '*' as const,
    categories: { identity: '*' as const, education: ['attendance'] },
    basis: 'public-task' as const,
    gateway: 'cda-1998-s115',
    export: false,
  };
  const details = { name: 'Youth JAG agreement', validFrom: '2024-01-01', validTo: '2099-01-01', terms: [term] };
  const draft = async (difference: object = {}): Promise<Agreement> =>
    (await partnership.administrator.call(addAgreement, { body: { ...details, ...difference } })).body;
  const sign = (agreement: Agreement, agencyId: string, on = '2024-02-01') =>
    partnership.administrator.call(signAgreement, { params: { agreementId: agreement.id }, body: { version: agreement.version, agencyId, on } });
  const move = (agreement: Agreement, status: Agreement['status']) =>
    partnership.administrator.call(moveAgreement, { params: { agreementId: agreement.id }, body: { version: agreement.version, status, why: 'Agreed at the board' } });
  const signed = async (): Promise<Agreement> => (await sign((await sign(await draft(), partnership.agencyId)).body, police)).body;

  it('begins as a draft, whose terms have ids and numbers', async () => {
    const agreement = await draft({ terms: [term, { ...term, from: [partnership.agencyId], to: [police] }] });
    expect(agreement).toMatchObject({ status: 'draft', signatures: [], next: ['in-review', 'active', 'ended'] });
    expect(agreement.terms.map(({ number }) => number)).toEqual([1, 2]);
    const last = (await registry.events('agreement.changed')).at(-1);
    expect(last).toMatchObject({ aggregate_id: agreement.id, version: 1, payload: { status: 'draft', terms: agreement.terms } });
  });

  it('names only what is in the lists, and agencies of the partnership', async () => {
    const wrong: [object, string][] = [
      [{ terms: [{ ...term, purpose: 'gossip' }] }, 'body.terms.0.purpose'],
      [{ terms: [{ ...term, gateway: 'because' }] }, 'body.terms.0.gateway'],
      [{ terms: [{ ...term, from: [newId()] }] }, 'body.terms.0.from'],
      [{ terms: [{ ...term, categories: {} }] }, 'body.terms.0.categories'],
      [{ validTo: details.validFrom }, 'body.validTo'],
    ];
    for (const [difference, path] of wrong) {
      const refused = await partnership.administrator.call(addAgreement, { body: { ...details, ...difference } });
      expect(refused.problem).toMatchObject({ status: 400, issues: [{ path }] });
    }
  });

  it('comes into force with two signatures and a term, and not before', async () => {
    const agreement = await draft();
    expect((await move(agreement, 'active')).problem?.code).toBe('two-signatures-needed');
    const once = (await sign(agreement, partnership.agencyId)).body;
    expect((await sign(once, partnership.agencyId)).problem?.code).toBe('signed-already');
    expect((await sign(once, police, '2098-01-01')).problem?.code).toBe('in-the-future');
    expect((await sign(once, newId())).problem?.code).toBe('invalid-input');
    expect((await sign(agreement, police)).problem?.code).toBe('stale-version');
    const twice = (await sign(once, police)).body;
    const active = (await move(twice, 'active')).body;
    expect(active).toMatchObject({ status: 'active', next: ['suspended', 'ended'] });
    expect((await registry.events('agreement.changed')).at(-1)).toMatchObject({ version: active.version, payload: { status: 'active' } });
    expect((await move(active, 'draft')).problem?.code).toBe('transition-not-allowed');
    const change = await partnership.administrator.call(changeAgreement, { params: { agreementId: active.id }, body: { version: active.version, ...details } });
    expect(change.problem?.code).toBe('not-a-draft');
    const suspended = (await move(active, 'suspended')).body;
    const ended = (await move(suspended, 'ended')).body;
    expect(ended.next).toEqual([]);
    expect((await sign(ended, police)).problem?.code).toBe('agreement-ended');
  });

  it('needs a term and time left', async () => {
    for (const [difference, code] of [[{ terms: [] }, 'terms-needed'], [{ validTo: '2024-06-01' }, 'validity-over']] as const) {
      const agreement = await draft(difference);
      const twice = (await sign((await sign(agreement, partnership.agencyId)).body, police)).body;
      expect((await move(twice, 'active')).problem?.code).toBe(code);
    }
  });

  it('can be changed until somebody signs it, and signed again after a withdrawal', async () => {
    const agreement = await draft();
    const params = { agreementId: agreement.id };
    const changed = await partnership.administrator.call(changeAgreement, { params, body: { version: 1, ...details, name: 'Youth JAG 2' } });
    const once = (await sign(changed.body, police)).body;
    expect((await partnership.administrator.call(changeAgreement, { params, body: { version: once.version, ...details } })).problem?.code).toBe('signed-already');
    const body = { version: once.version, agencyId: police, why: 'A new chief' };
    const withdrawn = (await partnership.administrator.call(withdrawSignature, { params, body })).body;
    expect(withdrawn.signatures[0]?.withdrawnOn).not.toBeNull();
    expect((await partnership.administrator.call(withdrawSignature, { params, body: { ...body, version: withdrawn.version } })).problem?.code).toBe('not-signed');
    expect((await sign(withdrawn, police)).body.signatures).toHaveLength(2);
  });

  it('is prepared by information governance, who sign for their own agency alone, and read by everybody', async () => {
    const governance = await registry.withPassword(partnership, await registry.aPerson(partnership, { agencyId: police, roles: ['information-governance'] }));
    const officer = await registry.withPassword(partnership, await registry.aPerson(partnership, { agencyId: police }));
    const asGovernance = registry.acting(await registry.signIn(governance.email));
    const asOfficer = registry.acting(await registry.signIn(officer.email));
    const agreement = (await asGovernance.call(addAgreement, { body: details })).body;
    const params = { agreementId: agreement.id };
    const other = await asGovernance.call(signAgreement, { params, body: { version: 1, agencyId: partnership.agencyId, on: '2024-02-01' } });
    expect(other.problem?.code).toBe('not-allowed');
    expect((await asGovernance.call(signAgreement, { params, body: { version: 1, agencyId: police, on: '2024-02-01' } })).status).toBe(201);
    expect((await asOfficer.call(getAgreement, { params })).body.name).toBe(details.name);
    expect((await asOfficer.call(addAgreement, { body: details })).problem?.code).toBe('not-allowed');
    await move(await signed(), 'active');
    const active = await asOfficer.call(listAgreements, { query: { status: 'active' } });
    expect(active.body.items.map(({ status }) => status)).toEqual(['active']);
  });
});
