import { changeAgreement, getAgreement, makeEdition, type Agreement } from '@concordat/contracts-partnership-registry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agreementWork, TERM, wholeAgreement } from './agreement-drafts.js';
import { startRegistry, type TestPartnership, type TestRegistry } from './registry.js';

describe('a new version of an agreement', () => {
  let registry: TestRegistry;
  let partnership: TestPartnership;
  let agencies: string[];
  let work: ReturnType<typeof agreementWork>;
  beforeAll(async () => {
    registry = await startRegistry();
    partnership = await registry.aPartnership();
    agencies = [partnership.agencyId, (await registry.anAgency(partnership)).id];
    work = agreementWork(partnership);
  });
  afterAll(() => registry.close());

  const read = async ({ id }: Agreement): Promise<Agreement> => (await partnership.administrator.call(getAgreement, { params: { agreementId: id } })).body;
  const edition = (of: Agreement) => partnership.administrator.call(makeEdition, { params: { agreementId: of.id }, body: { version: of.version } });
  const inForce = async (): Promise<Agreement> => (await work.move(await work.signedBy(await work.draft(wholeAgreement(agencies)), agencies), 'active')).body;
  /** A version two that begins on a day to come, signed by all. */
  const next = async (first: Agreement, validFrom = '2090-01-01'): Promise<Agreement> => {
    const draft = (await edition(first)).body;
    const body = { version: draft.version, ...wholeAgreement(agencies, { validFrom, terms: [TERM, TERM] }) };
    return work.signedBy((await partnership.administrator.call(changeAgreement, { params: { agreementId: draft.id }, body })).body, agencies);
  };

  it('is a draft like it, one at a time, of what is in force', async () => {
    const first = await inForce();
    const second = (await edition(first)).body;
    expect(second).toMatchObject({ status: 'draft', edition: 2, supersedes: first.id, signatures: [], aim: first.aim });
    expect(second.terms.map(({ id }) => id)).not.toEqual(first.terms.map(({ id }) => id));
    expect((await edition(first)).problem?.code).toBe('edition-open');
    expect((await edition(second)).problem?.code).toBe('not-in-force');
  });

  it('takes its place on its own first day: both change or neither', async () => {
    const first = await inForce();
    const second = (await work.move(await next(first), 'active')).body;
    expect(second).toMatchObject({ status: 'active', validFrom: '2090-01-01' });
    expect(await read(first)).toMatchObject({ status: 'active', validTo: '2090-01-01', version: first.version + 1 });
    const told = (await registry.events('agreement.changed')).slice(-2);
    expect(told.map(({ aggregate_id }) => aggregate_id)).toEqual([first.id, second.id]);
  });

  it('leaves the old state and says so when it fails in the middle', async () => {
    const first = await inForce();
    const second = await next(first);
    const before = (await registry.events('agreement.changed')).length;
    // The earlier version is cut short first; then the new one cannot be written.
    await registry.database.query(`create function fail_in_the_middle() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$`);
    await registry.database.query(`create trigger fail before update on agreement for each row when (new.status = 'active' and new.edition = 2) execute function fail_in_the_middle()`);
    const refused = await work.move(second, 'active');
    expect(refused.problem).toMatchObject({ status: 500, code: 'agreement-not-moved' });
    expect(refused.problem?.detail).toContain('nothing of it was kept');
    expect(await read(first)).toEqual(first);
    expect(await read(second)).toEqual(second);
    expect(await registry.events('agreement.changed')).toHaveLength(before);
    await registry.database.query('drop trigger fail on agreement');
    expect((await work.move(second, 'active')).body.status).toBe('active');
  });

  it('cannot begin before the version whose place it takes', async () => {
    const first = (await work.move(await work.signedBy(await work.draft(wholeAgreement(agencies, { validFrom: '2095-01-01' })), agencies), 'active')).body;
    expect((await work.move(await next(first, '2094-01-01'), 'active')).problem?.code).toBe('supersedes-too-early');
  });
});
