import { addItem, changeItem, endCircleEntry, inviteAgency, listCases, makeTransition, readCase, type Transition } from '@concordat/contracts-jag-cases';
import { receiptRoutes } from '@concordat/contracts-protocol';
import { Database, scopeOf } from '@concordat/platform-persistence';
import { Replays } from '@concordat/sharing';
import { newId, type Member } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nominated } from './nominated.js';
import { casework, type World } from './world.js';

interface ReceiptRow {
  id: string;
  user_id: string;
  item_id: string;
  item_version: number;
  category: string;
  action: string;
  fields: string[];
  reasons: string[];
  rests_on: Record<string, number>;
}

describe('share receipts', () => {
  let world: World;
  let teacher: Member, coordinator: Member, officer: Member;
  let caseId = '';
  let itemId = '';

  const read = async (member: Member) => world.service.as(member).call(readCase, { params: { caseId } });
  const receipts = (): Promise<ReceiptRow[]> => world.service.database.query<ReceiptRow>('select * from share_receipt order by id');
  const of = async (member: Member): Promise<ReceiptRow[]> => (await receipts()).filter((row) => row.user_id === member.userId);
  const move = async (transition: Transition) => {
    const { version } = (await read(coordinator)).body;
    return world.service.as(coordinator).call(makeTransition, { params: { caseId }, body: { version, transition } });
  };
  const replay = async (id: string) => {
    const { app } = world.service.app;
    return app.get(Database).transaction(scopeOf(world.partnershipId), () => app.get(Replays).replay(world.partnershipId, id));
  };

  beforeAll(async () => {
    world = await casework();
    const { council, school, police } = world.agencies;
    teacher = await world.member(school, ['practitioner']);
    coordinator = await world.member(council, ['coordinator']);
    officer = await world.member(police, ['practitioner']);
    ({ caseId } = await nominated(world.service.as(teacher)));
  });
  afterAll(() => world.close());

  it('are left by a page for each item of another agency, with what it rests on, and none for one’s own', async () => {
    const { items } = (await read(coordinator)).body;
    const [identity] = (await of(coordinator)).filter((row) => row.category === 'identity');
    expect(identity).toMatchObject({ action: 'read', fields: ['dateOfBirth', 'familyName', 'givenName', 'school'] });
    const kinds = Object.keys(identity?.rests_on ?? {}).map((row) => row.split('/')[0]);
    expect([...new Set(kinds)].sort()).toEqual(['agency_projection', 'agreement_projection', 'case', 'item', 'membership_projection', 'subject']);
    expect((await of(coordinator)).map((row) => row.item_id).sort()).toEqual(items.filter((item) => item.ownerAgencyId !== world.agencies.council).map((item) => item.id).sort());
    await read(teacher);
    expect(await of(teacher)).toEqual([]);
  });

  it('are one a user, item version, fields, reasons and day, however often the page is read', async () => {
    const before = await of(coordinator);
    await read(coordinator);
    await world.service.as(coordinator).call(listCases, { query: {} });
    expect(await of(coordinator)).toEqual(before);
  });

  it('are left anew when the item changes', async () => {
    await move({ to: 'screening', duplicatesChecked: true, activityElsewhere: '' });
    await move({
      to: 'accepted', leadUserId: coordinator.userId, circle: [world.agencies.school, world.agencies.police],
      criteria: [{ code: 'age', met: true, explanation: '' }, { code: 'risk', met: true, explanation: '' }],
    });
    const page = (await read(officer)).body;
    const added = await world.service.as(officer).call(addItem, {
      params: { caseId }, body: { subjectId: page.people[0]!.subjectId, category: 'offending', fields: { outcomes: 'Community resolution', offences: 'Not shared' }, marking: 'none', existenceShown: false },
    });
    itemId = added.body.id;
    const ofItem = async () => (await of(coordinator)).filter((row) => row.item_id === itemId);
    await read(coordinator);
    await world.service.as(officer).call(changeItem, { params: { caseId, itemId }, body: { version: 1, fields: { outcomes: 'Conditional caution' }, why: 'Put right' } });
    await read(coordinator);
    expect((await ofItem()).map((row) => [row.item_version, row.fields])).toEqual([[1, ['outcomes']], [2, ['outcomes']]]);
  });

  it('tell the owner and the recipient who has seen what, and why, and nobody else', async () => {
    const routes = receiptRoutes('jag-cases');
    const seen = async (member: Member) => (await world.service.as(member).call(routes.ofCase, { params: { caseId }, query: {} })).body.items;
    const ofPolice = await seen(officer);
    expect(ofPolice.filter((one) => one.itemId === itemId)).toMatchObject([
      { userId: coordinator.userId, agencyId: world.agencies.council, fields: ['outcomes'], itemVersion: 2, why: ['Shared under the Youth JAG agreement, term 3'] },
      { itemVersion: 1 },
    ]);
    expect(ofPolice.every((one) => [one.agencyId, one.ownerAgencyId].includes(world.agencies.police))).toBe(true);
    expect((await seen(teacher)).some((one) => one.itemId === itemId)).toBe(false);
    const receiptId = ofPolice[0]!.id;
    expect((await world.service.as(officer).call(routes.replay, { params: { receiptId } })).body).toMatchObject({ agrees: true, caseId });
    expect((await world.service.as(teacher).call(routes.replay, { params: { receiptId: ofPolice.find((one) => one.itemId === itemId)!.id } })).status).toBe(404);
    const outsider = await world.member(world.agencies.transportPolice, ['practitioner']);
    expect((await world.service.as(outsider).call(routes.ofCase, { params: { caseId }, query: {} })).status).toBe(404);

    // That a service looked which opens nothing in an emergency is its own affair.
    await world.service.database.query('update agency_projection set emergency_access = false where agency_id = $1', [world.agencies.council]);
    expect((await seen(officer)).some((one) => one.agencyId === world.agencies.council)).toBe(false);
    expect((await seen(coordinator)).length).toBeGreaterThan(0);
    await world.service.database.query('update agency_projection set emergency_access = true where agency_id = $1', [world.agencies.council]);
  });

  it('replay to the same answer after everything that they rest on has changed', async () => {
    const { circle } = (await read(coordinator)).body;
    const place = circle.find((entry) => entry.agencyId === world.agencies.police)!;
    await world.service.as(coordinator).call(endCircleEntry, { params: { caseId, entryId: place.id } });
    expect((await read(officer)).status).toBe(404);
    await world.service.as(coordinator).call(inviteAgency, { params: { caseId }, body: { agencyId: world.agencies.police, userIds: [officer.userId], to: null } });
    await read(officer);
    // Now all of it goes: the reader is barred, the item is marked, the agreement and the membership end.
    const query = (statement: string, values?: unknown[]) => world.service.database.query(statement, values);
    const [row] = await receipts();
    await query('insert into must_not_receive (partnership_id, subject_id, agency_id, from_at) select $1, subject_id, $2, $3 from case_subject', [world.partnershipId, world.agencies.council, new Date(0)]);
    await query('insert into case_exclusion (partnership_id, case_id, user_id) values ($1, $2, $3)', [world.partnershipId, caseId, officer.userId]);
    await query(`update item set marking = 'victim-safety', version = version + 1`);
    await query(`update agreement_projection set status = 'ended', version = version + 1`);
    await query(`update membership_projection set active = false, version = version + 1`);
    expect(row).toBeDefined();

    const all = await receipts();
    expect(all.length).toBeGreaterThanOrEqual(8);
    for (const { id, fields, reasons } of all) expect(await replay(id)).toEqual({ answer: { decision: 'permit', fields, reasons }, agrees: true });
  });

  it('tell when what they say was not so', async () => {
    const [first] = await receipts();
    await world.service.database.query(`update share_receipt set fields = '{dateOfBirth}' where id = $1`, [first?.id]);
    expect((await replay(first!.id))?.agrees).toBe(false);
    expect(await replay(newId())).toBeNull();
  });

  it('cannot be changed or removed by the service', async () => {
    const { app } = world.service.app;
    const attempt = (statement: string) => app.get(Database).transaction(scopeOf(world.partnershipId), () => app.get(Database).em.execute(statement));
    await expect(attempt('update share_receipt set action = action')).rejects.toThrow('permission denied');
    await expect(attempt('delete from share_receipt')).rejects.toThrow('permission denied');
    await expect(attempt('update sharing_history set was = was')).rejects.toThrow('permission denied');
    await expect(attempt('delete from sharing_history')).rejects.toThrow('permission denied');
  });
});
