import {
  addAgreement,
  changeAgreement,
  getAgreement,
  listAgreements,
  signAgreement,
  withdrawSignature,
  type Agreement,
} from '@concordat/contracts-partnership-registry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@concordat/testing';
import { agreementWork, TERM, wholeAgreement } from './agreement-drafts.js';
import { startRegistry, type TestPartnership, type TestRegistry } from './registry.js';

describe('information sharing agreements', () => {
  let registry: TestRegistry;
  let partnership: TestPartnership;
  let police: string, hospital: string;
  let work: ReturnType<typeof agreementWork>;
  beforeAll(async () => {
    registry = await startRegistry();
    partnership = await registry.aPartnership();
    police = (await registry.anAgency(partnership)).id;
    hospital = (await registry.anAgency(partnership, { kind: 'health' })).id;
    work = agreementWork(partnership);
  });
  afterAll(() => registry.close());

  const whole = (difference: Parameters<typeof wholeAgreement>[1] = {}) => wholeAgreement([partnership.agencyId, police], difference);
  const signed = async (difference: Parameters<typeof wholeAgreement>[1] = {}): Promise<Agreement> => work.signedBy(await work.draft(whole(difference)), [partnership.agencyId, police]);
  const faultsOf = async (difference: Parameters<typeof wholeAgreement>[1]): Promise<string[]> => (await work.draft(whole(difference))).faults.map(({ part }) => part);

  it('begins as a draft, whose terms have ids and numbers, and which tells the others its terms and no conditions or people', async () => {
    const agreement = await work.draft(whole({ terms: [TERM, { ...TERM, from: [partnership.agencyId], to: [police] }] }));
    expect(agreement).toMatchObject({ status: 'draft', signatures: [], next: ['in-review', 'ended'], faults: [], edition: 1, supersedes: null });
    expect(agreement.terms.map(({ number }) => number)).toEqual([1, 2]);
    const last = (await registry.events('agreement.changed')).at(-1);
    expect(last).toMatchObject({ aggregate_id: agreement.id, version: 1, payload: { status: 'draft', parties: [partnership.agencyId, police], supersedes: null } });
    expect(JSON.stringify(last)).not.toMatch(/Peregrine|conditions/);
  });

  it('a change tells what was written over, and a term that says what it said is the same term', async () => {
    const first = await work.draft(whole({ terms: [TERM, { ...TERM, export: true }] }));
    const change = (version: number, difference: object) => partnership.administrator.call(changeAgreement, { params: { agreementId: first.id }, body: { version, ...whole(difference) } });
    expect((await change(1, { terms: [TERM, { ...TERM, export: true }], retention: 'Seven years' })).body.terms).toEqual(first.terms);
    const stale = await change(1, { retention: 'Eight years' });
    expect(stale.problem).toMatchObject({ status: 409, changes: [{ field: 'retention', from: first.retention, to: 'Seven years' }] });
    const left = (await change(2, { terms: [{ ...TERM, export: true }, { ...TERM, basis: 'consent' }] })).body.terms;
    expect(left.map(({ id, number }) => [id, number])).toEqual([[first.terms[1]?.id, 1], [expect.not.stringMatching(first.terms[0]?.id ?? ''), 2]]);
  });

  it('refuses what contradicts itself, and says where', async () => {
    const wrong: [Parameters<typeof wholeAgreement>[1], string][] = [
      [{ terms: [{ ...TERM, purpose: 'gossip' }] }, 'body.terms.0.purpose'],
      [{ terms: [{ ...TERM, gateway: 'because' }] }, 'body.terms.0.gateway'],
      [{ terms: [{ ...TERM, from: [newId()] }] }, 'body.terms.0.from'],
      [{ terms: [{ ...TERM, categories: {} }] }, 'body.terms.0.categories'],
      [{ validTo: '2024-01-01' }, 'body.validTo'],
      [{ reviewOn: '2023-01-01' }, 'body.reviewOn'],
      [{ purposes: ['gossip'] }, 'body.purposes'],
      [{ parties: [{ agencyId: newId(), contact: null, signatory: null }] }, 'body.parties'],
      [{ parties: [police, police].map((agencyId) => ({ agencyId, contact: null, signatory: null })) }, 'body.parties'],
    ];
    for (const [difference, path] of wrong) {
      const refused = await partnership.administrator.call(addAgreement, { body: whole(difference) });
      expect(refused.problem).toMatchObject({ status: 400, issues: [{ path }] });
    }
  });

  it('keeps to the limits of the serious violence gateway (Police, Crime, Sentencing and Courts Act 2022, section 16)', async () => {
    const violence = { ...TERM, gateway: 'pcsc-2022-serious-violence', from: [police], categories: { behaviour: '*' as const } };
    const parties = wholeAgreement([partnership.agencyId, police, hospital]).parties!;
    const add = (term: object) => partnership.administrator.call(addAgreement, { body: whole({ parties, terms: [{ ...violence, ...term }] }) });
    expect((await add({})).status).toBe(201);
    for (const refused of [{ categories: { health: '*' } }, { categories: { 'substance-use': ['treatment'] } }, { from: [hospital] }, { from: '*' }]) {
      expect((await add(refused)).problem).toMatchObject({ status: 400, issues: [{ path: 'body.terms.0.gateway' }] });
    }
    expect((await add({ gateway: 'cda-1998-s115', from: [hospital] })).status).toBe(201);
  });

  it('says what is missing, part by part, and cannot be sent for review before', async () => {
    expect(await faultsOf({ parties: [] })).toContain('parties');
    expect(await faultsOf({ aim: '' })).toEqual(['purposes']);
    expect(await faultsOf({ terms: [] })).toEqual(['terms']);
    expect(await faultsOf({ terms: [{ ...TERM, gateway: null }] })).toEqual(['terms']);
    expect(await faultsOf({ terms: [{ ...TERM, to: [hospital] }] })).toEqual(['terms']);
    expect(await faultsOf({ impactAssessment: '' })).toEqual(['documents']);
    expect(await faultsOf({ retention: '', security: '', rights: '', reviewOn: null })).toEqual(['retention', 'security', 'rights', 'review']);
    const refused = await work.move(await work.draft(whole({ rights: '' })), 'in-review');
    expect(refused.problem).toMatchObject({ code: 'not-complete', faults: [{ part: 'rights' }] });
  });

  it('shares special category and criminal offence data on a condition alone, with the policy document that it asks for', async () => {
    const sensitive = (specialCategory: string | null, criminalOffence: string | null, rest: object = {}) =>
      whole({ terms: [{ ...TERM, categories: { health: '*', offending: '*' }, conditions: { specialCategory, criminalOffence } as never }], ...rest });
    const faults = async (...given: Parameters<typeof sensitive>) => (await work.draft(sensitive(...given))).faults.map(({ part }) => part);
    expect(await faults(null, null)).toEqual(['conditions', 'conditions']);
    expect(await faults('sch1-18-safeguarding', null)).toEqual(['conditions']);
    expect(await faults('sch1-29-consent', 'official-authority')).toEqual(['conditions']);
    expect(await faults('sch1-18-safeguarding', 'sch1-10-unlawful-acts')).toEqual([]);
    expect(await faults('sch1-18-safeguarding', 'official-authority', { policyDocument: '' })).toEqual(['documents']);
    expect(await faults('legal-claims', 'official-authority', { policyDocument: '' })).toEqual([]);
  });

  it('shares nothing on the condition of consent by a term with another basis', async () => {
    const onConsent = (basis: 'consent' | 'public-task') =>
      faultsOf({ terms: [{ ...TERM, basis, categories: { health: '*', offending: '*' }, conditions: { specialCategory: 'explicit-consent', criminalOffence: 'sch1-29-consent' } }] });
    expect(await onConsent('public-task')).toEqual(['conditions', 'conditions']);
    expect(await onConsent('consent')).toEqual([]);
  });

  it('is signed in review by its parties, and comes into force with two signatures and not before', async () => {
    const agreement = await work.draft(whole());
    expect((await work.sign(agreement, police)).problem?.code).toBe('not-in-review');
    expect((await work.move(agreement, 'active')).problem?.code).toBe('transition-not-allowed');
    const reviewed = (await work.move(agreement, 'in-review')).body;
    expect((await work.move(reviewed, 'active')).problem?.code).toBe('two-signatures-needed');
    const once = (await work.sign(reviewed, partnership.agencyId)).body;
    expect((await work.sign(once, partnership.agencyId)).problem?.code).toBe('signed-already');
    expect((await work.sign(once, police, '2098-01-01')).problem?.code).toBe('in-the-future');
    expect((await work.sign(once, hospital)).problem?.code).toBe('not-a-party');
    expect((await work.sign(agreement, police)).problem?.code).toBe('stale-version');
    const active = (await work.move((await work.sign(once, police)).body, 'active')).body;
    expect(active).toMatchObject({ status: 'active', next: ['suspended', 'ended'] });
    expect((await registry.events('agreement.changed')).at(-1)).toMatchObject({ version: active.version, payload: { status: 'active' } });
    const change = await partnership.administrator.call(changeAgreement, { params: { agreementId: active.id }, body: { version: active.version, ...whole() } });
    expect(change.problem?.code).toBe('not-a-draft');
    const suspended = (await work.move(active, 'suspended')).body;
    const ended = (await work.move(suspended, 'ended')).body;
    expect(ended.next).toEqual([]);
    expect((await work.sign(ended, police)).problem?.code).toBe('agreement-ended');
  });

  it('gives nothing to a party that is named and has not signed, and needs time left', async () => {
    const parties = wholeAgreement([partnership.agencyId, police, hospital]).parties!;
    const named = await signed({ parties, terms: [{ ...TERM, to: [hospital] }] });
    expect((await work.move(named, 'active')).problem?.code).toBe('party-not-signed');
    expect((await work.move(await signed({ validTo: '2024-06-01', reviewOn: '2024-03-01' }), 'active')).problem?.code).toBe('validity-over');
  });

  it('loses its signatures when it goes back to a draft, and is signed again after a withdrawal', async () => {
    const reviewed = await signed();
    const draft = (await work.move(reviewed, 'draft')).body;
    expect(draft.signatures).toEqual([]);
    const params = { agreementId: draft.id };
    const changed = (await partnership.administrator.call(changeAgreement, { params, body: { version: draft.version, ...whole({ name: 'Youth JAG 2' }) } })).body;
    const once = (await work.sign((await work.move(changed, 'in-review')).body, police)).body;
    const body = { version: once.version, agencyId: police, why: 'A new chief' };
    const withdrawn = (await partnership.administrator.call(withdrawSignature, { params, body })).body;
    expect(withdrawn.signatures[0]?.withdrawnOn).not.toBeNull();
    expect((await partnership.administrator.call(withdrawSignature, { params, body: { ...body, version: withdrawn.version } })).problem?.code).toBe('not-signed');
    expect((await work.sign(withdrawn, police)).body.signatures).toHaveLength(2);
  });

  it('tells the second of two writers what the first changed', async () => {
    const { id, version } = await work.draft(whole());
    const write = (name: string) => partnership.administrator.call(changeAgreement, { params: { agreementId: id }, body: { version, ...whole({ name }) } });
    await write('First');
    expect((await write('Second')).problem).toMatchObject({ status: 409, code: 'stale-version', changes: expect.arrayContaining([expect.objectContaining({ field: 'name', to: 'First' })]) });
  });

  it('is prepared by information governance, who sign for their own agency alone, and read by everybody', async () => {
    const governance = await registry.withPassword(partnership, await registry.aPerson(partnership, { agencyId: police, roles: ['information-governance'] }));
    const officer = await registry.withPassword(partnership, await registry.aPerson(partnership, { agencyId: police }));
    const asGovernance = registry.acting(await registry.signIn(governance.email));
    const asOfficer = registry.acting(await registry.signIn(officer.email));
    const drafted = (await asGovernance.call(addAgreement, { body: whole() })).body;
    const agreement = (await work.move(drafted, 'in-review')).body;
    const params = { agreementId: agreement.id };
    const signature = { version: agreement.version, on: '2024-02-01' };
    const other = await asGovernance.call(signAgreement, { params, body: { ...signature, agencyId: partnership.agencyId } });
    expect(other.problem?.code).toBe('not-allowed');
    expect((await asGovernance.call(signAgreement, { params, body: { ...signature, agencyId: police } })).status).toBe(201);
    expect((await asOfficer.call(getAgreement, { params })).body.name).toBe('Youth JAG agreement');
    expect((await asOfficer.call(addAgreement, { body: whole() })).problem?.code).toBe('not-allowed');
    await work.move(await signed(), 'active');
    const active = await asOfficer.call(listAgreements, { query: { status: 'active' } });
    expect(active.body.items.map(({ status }) => status)).toContain('active');
  });
});
