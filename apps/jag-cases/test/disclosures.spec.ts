import { addItem, caseDisclosures, makeTransition, readCase, type Transition } from '@concordat/contracts-jag-cases';
import type { NewDecision } from '@concordat/contracts-protocol';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Member, type RouteClient } from '@concordat/testing';
import { Database, Sealer } from '@concordat/platform-persistence';
import { Grounds, Sharing, sql, StoredItem } from '@concordat/sharing';
import { nominated } from './nominated.js';
import { casework, type World } from './world.js';

describe('a disclosure without consent', () => {
  let world: World;
  let teacher: Member, head: Member, coordinator: Member, officer: Member, sergeant: Member, outsider: Member;
  let caseId = '';
  let subjectId = '';
  let itemId = '';
  const as = (member: Member): RouteClient => world.service.as(member);

  const aDecision = (given: Partial<NewDecision> = {}): NewDecision => ({
    subjectId,
    decision: 'share',
    recipientAgencyId: world.agencies.police,
    recipientUserId: null,
    requestedBy: 'PC Test',
    requestedPosition: 'Neighbourhood officer',
    requestedOn: null,
    categories: { education: ['attendance'] },
    described: 'Attendance this term',
    purpose: 'To plan safe diversion',
    basis: 'public-task',
    gateway: 'cda-1998-s115',
    necessity: 'The officer cannot plan the visits without it',
    proportionality: 'One figure, not the register',
    considered: 'Asking the family, who cannot be reached',
    specialCategoryCondition: null,
    criminalOffenceCondition: null,
    policyDocument: '',
    dpia: '',
    advice: '',
    security: '',
    retention: '',
    controllers: 'separate', lawEnforcement: '', agreement: '', rights: '', interval: '', decidedPosition: 'Head teacher',
    told: false,
    whyNotTold: 'Telling them would prejudice the visits',
    reasons: 'The need outweighs the intrusion',
    export: false,
    until: new Date(Date.now() + 86_400_000).toISOString(),
    ...given,
  });
  const decide = (given: Partial<NewDecision> = {}, by = head) => as(by).call(caseDisclosures.decide, { params: { caseId }, body: aDecision(given) });
  const list = async (by: Member) => (await as(by).call(caseDisclosures.list, { params: { caseId } })).body.decisions;
  const fields = async (by: Member): Promise<string[]> =>
    Object.keys((await as(by).call(readCase, { params: { caseId } })).body.items.find(({ id }) => id === itemId)?.fields ?? {});

  beforeAll(async () => {
    world = await casework();
    const { council, school, police, transportPolice } = world.agencies;
    teacher = await world.member(school, ['practitioner']);
    head = await world.member(school, ['manager']);
    coordinator = await world.member(council, ['coordinator']);
    officer = await world.member(police, ['practitioner']);
    sergeant = await world.member(police, ['manager']);
    outsider = await world.member(transportPolice, ['manager']);
    ({ caseId } = await nominated(as(teacher)));
    const page = async () => (await as(coordinator).call(readCase, { params: { caseId } })).body;
    const move = async (transition: Transition) => as(coordinator).call(makeTransition, { params: { caseId }, body: { version: (await page()).version, transition } });
    await move({ to: 'screening', duplicatesChecked: true, activityElsewhere: '' });
    await move({
      to: 'accepted', leadUserId: coordinator.userId, circle: [school, police],
      criteria: [{ code: 'age', met: true, explanation: '' }, { code: 'risk', met: true, explanation: '' }],
    });
    subjectId = (await page()).people[0]?.subjectId ?? '';
    const body = { subjectId, category: 'education', fields: { attendance: '61%', support: 'A plan' }, marking: 'none', existenceShown: false } as const;
    itemId = (await as(teacher).call(addItem, { params: { caseId }, body })).body.id;
  });
  afterAll(() => world.close());

  it('opens exactly what was decided, with the reasons kept, and ends with the request after it is revoked', async () => {
    expect(await fields(officer)).toEqual([]);
    const { status, body } = await decide();
    expect(status).toBe(201);
    expect(await fields(officer)).toEqual(['attendance']);
    const [seen] = await list(officer);
    expect(seen).toMatchObject({ id: body.id, state: 'in-force', necessity: aDecision().necessity, whyNotTold: aDecision().whyNotTold, mayRevoke: false });
    const revoke = (by: Member, version = 1) => as(by).call(caseDisclosures.revoke, { params: { caseId, decisionId: body.id }, body: { version, why: 'The family was reached' } });
    expect((await revoke(sergeant)).problem?.code).toBe('not-allowed');
    expect((await revoke(head)).status).toBe(201);
    expect(await fields(officer)).toEqual([]);
    expect(await list(head)).toMatchObject([{ state: 'revoked', whyRevoked: 'The family was reached' }]);
    expect((await revoke(head)).problem).toMatchObject({ code: 'stale-version' });
    expect((await revoke(head, 2)).problem).toMatchObject({ code: 'not-open' });
  });

  it('can be for one person of the agency, whom alone it opens it to and who alone is told', async () => {
    const told = async () => (await world.service.database.query<{ payload: { userIds: string[] } }>("select payload from outbox where payload ->> 'kind' = 'disclosure-decided' order by id")).at(-1)?.payload.userIds;
    const { id } = (await decide({ recipientUserId: officer.userId })).body;
    expect([await fields(officer), await fields(sergeant), await told()]).toEqual([['attendance'], [], [officer.userId]]);
    // What it rests on goes along with a message that carries it.
    const { app } = world.service.app;
    const grounds = await app.get(Database).transaction(officer, async () => {
      const sharing = app.get(Sharing);
      const shown = await sharing.items(StoredItem, sharing.question(officer), { where: sql`i.id = ${itemId}::uuid`, orderBy: sql`i.id`, limit: 1 });
      return app.get(Grounds).of(shown.map(({ item, reasons }) => ({ item, reasons, fields: { attendance: '61%' } })));
    });
    expect(grounds).toEqual([{ ownerAgencyId: world.agencies.school, category: 'education', fields: ['attendance'], consentIds: [], disclosed: [{ fields: ['attendance'], until: expect.any(String) }] }]);
    expect((await as(head).call(caseDisclosures.revoke, { params: { caseId, decisionId: id }, body: { version: 1, why: 'The visit was made' } })).status).toBe(201);
    expect(await fields(officer)).toEqual([]);
    // A refusal names whom it refuses in the same way, and tells nobody.
    expect((await decide({ decision: 'refuse', gateway: null, until: null, recipientUserId: sergeant.userId })).status).toBe(201);
    expect((await list(head))[0]).toMatchObject({ decision: 'refuse', recipientUserId: sergeant.userId, decidedPosition: 'Head teacher' });
    expect(await told()).toEqual([officer.userId]);
    for (const recipientUserId of [coordinator.userId, newId()]) expect(JSON.stringify((await decide({ recipientUserId })).problem)).toContain('works with cases at that agency');
    // What was decided before more was asked is read as it was.
    const { controllers: _c, lawEnforcement: _l, agreement: _a, rights: _r, interval: _i, decidedPosition: _d, ...before } = aDecision({ described: 'Of before' });
    const sealer = app.get(Sealer);
    await app.get(Database).transaction(head, async () =>
      app.get(Database).em.execute('update sharing_decision set content = ? where id = ?', [await sealer.seal(subjectId, { table: 'sharing_decision', column: 'content', rowId: id }, before), id], 'run'));
    expect((await list(head)).find((one) => one.id === id)).toMatchObject({ described: 'Of before', controllers: 'separate', rights: '' });
    await world.service.database.query('delete from sharing_decision where id = $1', [id]);
  });

  it('is recorded in the same way when sharing is refused, and opens nothing', async () => {
    expect((await decide({ decision: 'refuse', gateway: null, until: null, reasons: 'The family can be asked first' })).status).toBe(201);
    expect(await fields(officer)).toEqual([]);
    expect((await list(coordinator))[0]).toMatchObject({ decision: 'refuse', state: 'refused', reasons: 'The family can be asked first' });
  });

  it('is refused where the law asks for more, with what it asks', async () => {
    const code = async (given: Partial<NewDecision>) => (await decide(given)).problem?.code;
    expect(await code({ categories: { health: '*' } })).toBe('condition-needed');
    expect(await code({ categories: { offending: '*' } })).toBe('condition-needed');
    expect(await code({ categories: { health: '*' }, specialCategoryCondition: 'official-authority' })).toBe('condition-needed');
    expect(await code({ categories: { health: '*' }, specialCategoryCondition: 'sch1-18-safeguarding' })).toBe('policy-document-needed');
    expect(await code({ categories: { 'mental-health': '*' }, specialCategoryCondition: 'sch1-2-health-or-social-care', gateway: 'pcsc-2022-serious-violence' })).toBe('gateway-excludes');
    // Whether the giver is a health or social care authority, the registry knows.
    const asAuthority = (is: boolean) => world.service.database.query(`update agency_projection set health_or_social_care = ${is} where agency_id = '${world.agencies.school}'`);
    await asAuthority(true);
    expect(await code({ gateway: 'pcsc-2022-serious-violence' })).toBe('gateway-excludes');
    await asAuthority(false);
    const issue = async (given: Partial<NewDecision>) => JSON.stringify((await decide(given)).problem);
    expect(await issue({ told: false, whyNotTold: '' })).toContain('Say why the person is not told');
    expect(await issue({ until: '2020-01-01T00:00:00Z' })).toContain('The end must be in the future');
    expect(await issue({ basis: 'consent' })).toContain('does not rest on consent');
    expect(await issue({ gateway: null })).toContain('Choose the power');
    expect(await issue({ categories: {} })).toContain('at least one kind');
    expect(await issue({ recipientAgencyId: newId() })).toContain('Choose agencies of your partnership');
    expect(await issue({ recipientAgencyId: world.agencies.school })).toContain('another agency than your own');
  });

  it('is decided by those who decide for the agency alone, and known to the case’s owner and the agencies it names', async () => {
    expect((await decide({}, teacher)).problem?.code).toBe('not-allowed');
    expect((await list(coordinator)).length).toBeGreaterThan(0);
    expect((await as(outsider).call(caseDisclosures.list, { params: { caseId } })).problem?.code).toBe('not-found');
    expect((await decide({}, outsider)).problem?.code).toBe('not-found');
  });
});
