import {
  actAs, changeMembership, changePerson, closeAccount, closeMembership, createPasswordLink, currentSession, getPartnership, getPerson, issueTokens, listDeputising, listPeople, listRoleChanges, listStaff, nameDeputy, type Person,
} from '@concordat/contracts-partnership-registry';
import { conductRoutes, type Role } from '@concordat/contracts-protocol';
import type { RouteClient } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { TimedMemberships } from '../src/memberships/timed-memberships.js';
import { startRegistry, type TestPartnership, type TestRegistry } from './registry.js';

const day = (after: number): string => new Date(Date.now() + after * 86_400_000).toISOString().slice(0, 10);
const WEEK = { startsOn: day(0), endsOn: day(7) };

describe('deputies', () => {
  let registry: TestRegistry;
  let partnership: TestPartnership;
  let police: { id: string; administrator: RouteClient };
  beforeAll(async () => {
    registry = await startRegistry();
    partnership = await registry.aPartnership();
    const { id } = await registry.anAgency(partnership);
    police = { id, administrator: await registry.administratorOf(partnership, id) };
  });
  afterAll(() => registry.close());

  const officer = async (roles: Role[], name?: string): Promise<Person> => registry.withPassword(partnership, await registry.aPerson(partnership, { agencyId: police.id, roles, ...(name === undefined ? {} : { name }) }));
  const own = (person: Person) => {
    const [membership] = person.memberships;
    if (membership === undefined) throw new Error('They have no membership');
    return membership;
  };
  const name = (of: Person, deputy: Person, period: { startsOn: string; endsOn: string } = WEEK, by: RouteClient = police.administrator) =>
    by.call(nameDeputy, { params: { membershipId: own(of).id }, body: { userId: deputy.id, ...period } });
  const deputyships = async (person: Person) => (await police.administrator.call(getPerson, { params: { userId: person.id } })).body.memberships.filter(({ deputyFor }) => deputyFor !== null);

  it('act in the roles of another for a time, when they choose to, and are seen as both', async () => {
    const manager = await officer(['agency-administrator'], 'Priya Lang');
    const deputy = await officer(['practitioner']);
    const named = await name(manager, deputy);
    expect([named.status, named.body.roles, named.body.deputyFor]).toEqual([201, ['agency-administrator'], { userId: manager.id, name: 'Priya Lang' }]);
    expect((await police.administrator.call(listRoleChanges, { query: {} })).body.items[0]).toMatchObject({ userId: deputy.id, before: [], after: ['agency-administrator'] });

    const token = await registry.signIn(deputy.email);
    const session = registry.inSession(token);
    expect((await session.call(currentSession, {})).body).toMatchObject({ acting: null, memberships: [{ deputyFor: null }, { deputyFor: 'Priya Lang' }] });
    await session.call(actAs, { body: { membershipId: own(deputy).id } });
    expect((await registry.acting(token).call(listPeople, { query: {} })).status).toBe(403);
    await session.call(actAs, { body: { membershipId: named.body.id } });
    expect((await registry.acting(token).call(listPeople, { query: {} })).status).toBe(200);
    expect(decodeJwt((await session.call(issueTokens, { body: { audiences: ['jag-cases'] } })).body.tokens['jag-cases'] ?? '')).toMatchObject({ sub: deputy.id, mid: named.body.id });

    const auditor = registry.acting(await registry.signIn((await officer(['auditor'])).email));
    const { items } = (await auditor.call(listDeputising, { params: { userId: deputy.id } })).body;
    expect(items).toEqual([{ membershipId: named.body.id, forUserId: manager.id, forName: 'Priya Lang', ...WEEK }]);
    const deeds = (await auditor.call(conductRoutes('partnership-registry').list, { params: { userId: deputy.id }, query: {} })).body.items;
    expect(deeds.find(({ action }) => action === 'listed')).toMatchObject({ membershipId: named.body.id });
    // A colleague in their own right is one colleague.
    expect((await police.administrator.call(listStaff, { query: { agencyId: police.id, size: 100 } })).body.items.filter(({ userId }) => userId === deputy.id)).toHaveLength(1);
  });

  it('end by themselves, at once for whoever holds a token', async () => {
    const [manager, deputy] = [await officer(['manager']), await officer(['practitioner'])];
    const { body } = await name(manager, deputy);
    const token = await registry.signIn(deputy.email);
    await registry.inSession(token).call(actAs, { body: { membershipId: body.id } });
    const { tokens } = (await registry.inSession(token).call(issueTokens, { body: { audiences: ['partnership-registry'] } })).body;
    const asked = () => registry.anonymous.call(getPartnership, {}, { headers: { authorization: `Bearer ${tokens['partnership-registry'] ?? ''}` } });
    expect((await asked()).status).toBe(200);
    await registry.database.query('update membership set starts_on = $2, ends_on = $3 where id = $1', [body.id, day(-7), day(0)]);
    expect((await asked()).problem?.code).toBe('access-ended');
    await registry.app.app.get(TimedMemberships, { strict: false }).turn();
    expect((await registry.events('membership.changed')).filter((event) => event.aggregate_id === body.id).at(-1)?.payload['active']).toBe(false);
  });

  it('hold no longer, and no more roles, than the memberships that they rest on', async () => {
    const [manager, deputy, other] = [await officer(['coordinator', 'manager']), await officer(['practitioner']), await officer(['practitioner'])];
    await name(manager, deputy);
    await name(manager, other);
    const { id: membershipId, version } = own(manager);
    await police.administrator.call(changeMembership, { params: { membershipId }, body: { version, roles: ['coordinator'], startsOn: '2024-01-01', trainingValidTo: null } });
    expect([(await deputyships(deputy))[0]?.roles, (await deputyships(other))[0]?.roles]).toEqual([['coordinator'], ['coordinator']]);
    // What somebody had before they came back bears nothing.
    await registry.database.query(
      `insert into membership (id, partnership_id, version, created_at, updated_at, user_id, user_name, agency_id, roles, starts_on, ends_on, reviewed_on, account_open, active)
       select gen_random_uuid(), partnership_id, 1, created_at, updated_at, user_id, user_name, agency_id, roles, '2020-01-01', '2021-01-01', reviewed_on, true, false from membership where id = $1`,
      [membershipId],
    );
    await police.administrator.call(changePerson, { params: { userId: manager.id }, body: { version: manager.version, name: 'Priya Moss', email: manager.email } });
    expect((await deputyships(deputy))[0]?.active).toBe(true);
    await police.administrator.call(closeMembership, { params: { membershipId: own(other).id }, body: { version: own(other).version, why: 'Left' } });
    expect((await deputyships(other))[0]?.active).toBe(false);
    expect((await deputyships(deputy))[0]?.active).toBe(true);
    await police.administrator.call(closeMembership, { params: { membershipId }, body: { version: version + 2, why: 'Left' } });
    expect((await deputyships(deputy))[0]?.active).toBe(false);
  });

  it('follow the training, the account and the requests of those whom they rest on, and are no leavers when it is over', async () => {
    const [manager, deputy] = [await officer(['manager', 'victim-safety']), await officer(['practitioner'])];
    const named = (await name(manager, deputy)).body;
    const left = async () => (await registry.events('staff.notice')).filter(({ payload }) => payload['kind'] === 'colleague-left').length;
    const change = (of: Person, version: number, known: { roles?: Role[]; trainingValidTo?: string }) =>
      police.administrator.call(changeMembership, { params: { membershipId: own(of).id }, body: { roles: own(of).roles, startsOn: '2024-01-01', endsOn: null, trainingValidTo: null, version, ...known } });
    await change(deputy, own(deputy).version, { trainingValidTo: '2031-05-01' });
    expect((await deputyships(deputy))[0]?.trainingValidTo).toBe('2031-05-01');
    await change(manager, own(manager).version, { roles: ['manager'] });
    expect((await deputyships(deputy))[0]).toMatchObject({ roles: ['manager'], requested: [] });
    const before = await left();
    const [{ version } = named] = await deputyships(deputy);
    await police.administrator.call(closeMembership, { params: { membershipId: named.id }, body: { version, why: 'Back at work' } });
    expect([(await deputyships(deputy))[0]?.active, await left()]).toEqual([false, before]);
    const again = (await name(manager, deputy)).body;
    expect((await police.administrator.call(closeAccount, { params: { userId: manager.id }, body: { version: manager.version, why: 'Left the force' } })).status).toBe(200);
    expect((await deputyships(deputy)).find(({ id }) => id === again.id)?.active).toBe(false);
  });

  it('do not prolong what they were given themselves', async () => {
    const [keeper, deputy] = [await officer(['agency-administrator']), await officer(['practitioner'])];
    const { body } = await name(keeper, deputy);
    const token = await registry.signIn(deputy.email);
    await registry.inSession(token).call(actAs, { body: { membershipId: body.id } });
    expect((await name(keeper, deputy, { startsOn: day(7), endsOn: day(14) }, registry.acting(token))).problem?.code).toBe('yourself');
    expect((await name(keeper, deputy, { startsOn: day(7), endsOn: day(14) })).status).toBe(201);
  });

  it('are colleagues, named by the agency’s administrators for three months at most, and get no role of a second person by one', async () => {
    const [manager, deputy] = [await officer(['manager', 'victim-safety']), await officer(['practitioner'])];
    const elsewhere = await registry.aPerson(partnership);
    expect((await name(manager, elsewhere)).problem?.code).toBe('not-a-colleague');
    expect((await name(manager, manager)).problem?.code).toBe('not-a-colleague');
    expect((await name(manager, deputy, { startsOn: day(0), endsOn: day(93) })).problem?.code).toBe('too-long');
    expect((await name(manager, deputy, { startsOn: day(3), endsOn: day(3) })).problem?.code).toBe('invalid-input');
    expect((await name(manager, deputy, WEEK, partnership.administrator)).problem?.code).toBe('another-agency');
    const others = await registry.administratorOf(partnership, (await registry.anAgency(partnership)).id);
    expect((await name(manager, deputy, WEEK, others)).status).toBe(404);
    const { body } = await name(manager, deputy);
    expect([body.roles, body.requested]).toEqual([['manager'], ['victim-safety']]);
    expect((await name(manager, deputy)).problem?.code).toBe('already-a-deputy');
    // Who has the role brings it along, for as long as they have it.
    const holder = await officer(['practitioner', 'victim-safety']);
    const brought = await name(manager, holder, { startsOn: day(3), endsOn: day(7) });
    expect([brought.body.roles, brought.body.requested]).toEqual([['manager', 'victim-safety'], []]);
    await police.administrator.call(createPasswordLink, { params: { userId: holder.id } });
    expect((await deputyships(holder))[0]).toMatchObject({ roles: ['manager'], requested: ['victim-safety'] });
    const second = await officer(['victim-safety']);
    await name(manager, second, { startsOn: day(3), endsOn: day(7) });
    await police.administrator.call(changeMembership, { params: { membershipId: own(second).id }, body: { version: own(second).version, roles: ['practitioner'], startsOn: '2024-01-01', trainingValidTo: null } });
    expect((await deputyships(second))[0]).toMatchObject({ roles: ['manager'], requested: ['victim-safety'] });
    // Nobody stands in for whom they stand in for, and roles are the other's.
    const third = await officer(['practitioner']);
    expect((await police.administrator.call(nameDeputy, { params: { membershipId: body.id }, body: { userId: third.id, ...WEEK } })).problem?.code).toBe('not-held');
    expect((await police.administrator.call(changeMembership, { params: { membershipId: body.id }, body: { version: body.version, roles: ['administrator'], startsOn: WEEK.startsOn, endsOn: null, trainingValidTo: null } })).problem?.code).toBe('deputy');
  });
});
