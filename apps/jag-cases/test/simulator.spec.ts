import { readCase } from '@concordat/contracts-jag-cases';
import { AgreementChanged } from '@concordat/contracts-partnership-registry';
import { simulatorRoutes, type OutputOf } from '@concordat/contracts-protocol';
import { eventually, newId, type Member } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accept } from './moving.js';
import { nominated } from './nominated.js';
import { agreementOf, casework, type World } from './world.js';

const routes = simulatorRoutes('jag-cases');
type Simulation = OutputOf<typeof routes.answer>;

describe('the simulator', () => {
  let world: World;
  let teacher: Member, coordinator: Member, officer: Member, lead: Member, otherLead: Member;
  let caseId = '', reference = '', itemId = '', subjectId = '';

  const ask = async (who: Member, { by = lead, action = 'read' as const, at }: { by?: Member; action?: 'read' | 'export'; at?: Date } = {}) =>
    world.service.as(by).call(routes.answer, { params: { itemId }, query: { membershipId: who.membershipId, action, ...(at === undefined ? {} : { at: at.toISOString() }) } });
  const tried = async (...asked: Parameters<typeof ask>): Promise<NonNullable<Simulation['tried']>> => (await ask(...asked)).body.tried!;
  const failing = ({ grants }: NonNullable<Simulation['tried']>): string[][] => grants.map(({ clauses }) => clauses.flatMap(({ clause, holds }) => (holds ? [] : [clause])));
  const query = (statement: string, values?: unknown[]) => world.service.database.query(statement, values);

  beforeAll(async () => {
    world = await casework();
    const { council, school, police } = world.agencies;
    teacher = await world.member(school, ['practitioner']);
    coordinator = await world.member(council, ['coordinator']);
    officer = await world.member(police, ['practitioner']);
    lead = await world.member(school, ['information-governance']);
    otherLead = await world.member(council, ['information-governance', 'practitioner']);
    ({ caseId, reference } = await nominated(world.service.as(teacher)));
    const { items } = (await world.service.as(lead).call(routes.items, { query: { reference } })).body;
    const identity = items.find(({ category }) => category === 'identity')!;
    ({ id: itemId, subjectId } = identity);
  });
  afterAll(() => world.close());

  it('is for information governance users, over what their own agency holds and they may see', async () => {
    const items = async (by: Member, given = reference) => world.service.as(by).call(routes.items, { query: { reference: given } });
    expect((await items(lead)).body.items.length).toBeGreaterThan(1);
    expect((await items(lead)).body.items[0]).not.toHaveProperty('content');
    // Of another agency's item, the answer for somebody else would tell of refusals that are for its owner alone.
    expect((await world.service.as(otherLead).call(readCase, { params: { caseId } })).body.items.some(({ id }) => id === itemId)).toBe(true);
    expect((await items(otherLead)).body.items).toEqual([]);
    expect((await ask(officer, { by: otherLead })).status).toBe(404);
    expect((await items(teacher)).status).toBe(403);
    const hidden = await ask(officer, { by: otherLead });
    const absent = await world.service.as(otherLead).call(routes.answer, { params: { itemId: newId() }, query: { membershipId: officer.membershipId, action: 'read' } });
    expect({ ...hidden.problem, instance: '' }).toEqual({ ...absent.problem, instance: '' });
    expect((await items(lead, 'YJ-2222-22')).body).toEqual({ items: [] });
    const { people } = (await world.service.as(lead).call(routes.people, { params: { itemId } })).body;
    expect(people).toContainEqual({ membershipId: officer.membershipId, userId: officer.userId, agencyId: world.agencies.police, roles: ['practitioner'], active: true });
  });

  it('tells the answer with every rule as it was tried', async () => {
    const permitted = await tried(coordinator);
    expect(permitted).toMatchObject({ decision: 'permit', reasons: [], why: ['Shared under the Youth JAG agreement, term 1'], fields: ['dateOfBirth', 'familyName', 'givenName', 'school'] });
    expect(permitted.refusals).toHaveLength(5);
    expect(permitted.grants.filter(({ fields }) => fields.length > 0)).toMatchObject([{ kind: 'term', agreement: { name: 'the Youth JAG agreement', term: 1 } }]);

    const outside = await tried(officer);
    expect(outside).toMatchObject({ decision: 'deny', reasons: ['not-in-circle'], fields: [] });
    // Own; then the terms that are between the two agencies: the first wants the circle alone, the second another kind of information too.
    expect(failing(outside)).toEqual([['of-owner'], ['in-circle'], ['in-circle', 'category-listed', 'field-listed']]);
    expect(outside.otherTerms).toBe(1);

    expect(await tried(teacher)).toMatchObject({ decision: 'permit', why: ['Your agency owns this information'] });
    await accept(world.service.as(coordinator), caseId, coordinator.userId, [world.agencies.police, world.agencies.school]);
    expect(await tried(officer)).toMatchObject({ decision: 'permit' });
  });

  it('answers for a past time from the world as it was, and for one to come from the world as it is', async () => {
    const before = new Date();
    const payload = agreementOf(world.agencies);
    await world.send(AgreementChanged, { aggregateId: world.agreementId, version: 2, payload: { ...payload, status: 'suspended' } });
    await eventually(async () => {
      expect(await tried(officer)).toMatchObject({ decision: 'deny', reasons: ['no-agreement'] });
    });
    expect((await ask(officer, { at: before })).body).toMatchObject({ world: 'then', tried: { decision: 'permit' } });
    expect((await ask(officer, { at: new Date('2020-05-05') })).body).toMatchObject({ world: 'then', tried: null });
    await world.send(AgreementChanged, { aggregateId: world.agreementId, version: 3, payload: { ...payload, terms: payload.terms.map((term) => ({ ...term, basis: 'consent' as const })) } });
    await eventually(async () => {
      expect(await tried(officer)).toMatchObject({ decision: 'deny', reasons: ['no-consent'] });
    });
    expect((await ask(officer, { at: new Date('2101-01-01') })).body).toMatchObject({ world: 'now', tried: { reasons: ['training-lapsed'] } });
  });

  it('tells how each record of consent stands, and nothing of one that the asker may not know of', async () => {
    const consent = (recipients: string[], { recordedAt, withdrawnAt = null }: { recordedAt: string; withdrawnAt?: string | null }) =>
      query(
        `insert into consent (id, partnership_id, subject_id, purpose, recipient_agency_ids, categories, decision, given_by, competent, recorded_at, withdrawn_at)
         values ($1, $2, $3, 'youth-diversion', $4, '{identity}', 'given', 'subject', true, $5, $6)`,
        [newId(), world.partnershipId, subjectId, recipients, recordedAt, withdrawnAt],
      );
    const { police, school, outreach } = world.agencies;
    await consent([police, school], { recordedAt: '2026-01-01T00:00:00Z' });
    await consent([police], { recordedAt: '2026-02-01T00:00:00Z', withdrawnAt: '2026-03-01T00:00:00Z' });
    await consent([outreach], { recordedAt: '2026-02-01T00:00:00Z' });
    const { consents, decision, reasons } = await tried(officer);
    expect({ decision, reasons }).toEqual({ decision: 'deny', reasons: ['no-consent'] });
    expect(consents).toEqual([
      { record: null, standing: 'withdrawn' },
      { record: { id: expect.any(String), givenBy: 'subject', decision: 'given', recordedAt: '2026-01-01T00:00:00.000Z' }, standing: 'overtaken' },
    ]);
  });

  it('tells a refusal for safety to the owner’s information governance, and looks for an item that is kept from them as if there were none', async () => {
    await query('insert into must_not_receive (partnership_id, subject_id, agency_id, from_at) values ($1, $2, $3, $4)', [world.partnershipId, subjectId, world.agencies.police, new Date(0)]);
    expect(await tried(officer)).toMatchObject({ decision: 'deny', reasons: ['must-not-receive'] });
    await query(`update item set marking = 'victim-safety', version = version + 1 where id = $1`, [itemId]);
    expect((await ask(officer)).status).toBe(404);
    const [audited] = await query("select count(*)::int as n from audit_entry where kind = 'simulation'");
    expect(audited).toMatchObject({ n: expect.any(Number) });
  });
});
