import {
  addMembership,
  addPerson,
  changeMembership,
  closeAccount,
  closeMembership,
  createPasswordLink,
  decideRoleRequest,
  getMembership,
  getPerson,
  listPeople,
  listRoleChanges,
  listRoleRequests,
  setPassword,
  type Person,
} from '@concordat/contracts-partnership-registry';
import type { Role } from '@concordat/contracts-protocol';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type RouteClient } from '@concordat/testing';
import { PASSWORD, startRegistry, type TestPartnership, type TestRegistry } from './registry.js';

describe('roles', () => {
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

  const newcomer = (agencyId: string, roles: Role[]) => ({
    body: { name: 'Tom Bright', email: `${newId()}@police.example`, membership: { agencyId, roles, startsOn: '2024-01-01', endsOn: null, trainingValidTo: null } },
  });
  const membershipOf = (person: Person) => {
    const [membership] = person.memberships;
    if (membership === undefined) throw new Error('They have no membership');
    return membership;
  };
  const changed = (person: Person, roles: Role[]) => {
    const { id, version, startsOn, endsOn, trainingValidTo } = membershipOf(person);
    return { params: { membershipId: id }, body: { version, roles, startsOn, endsOn, trainingValidTo } };
  };
  const requestsFor = async (who: RouteClient, person: Person) => (await who.call(listRoleRequests, { query: { size: 100 } })).body.items.filter(({ userId }) => userId === person.id);
  const decide = async (who: RouteClient, person: Person, grant = true) => {
    const [request] = await requestsFor(partnership.administrator, person);
    return who.call(decideRoleRequest, { params: { requestId: request?.id ?? newId() }, body: { version: request?.version ?? 1, grant } });
  };
  /** Signed in as somebody of the police with these roles. */
  const colleague = async (roles: Role[]): Promise<{ person: Person; client: RouteClient }> => {
    const person = await registry.withPassword(partnership, await registry.aPerson(partnership, { agencyId: police.id, roles }));
    return { person, client: registry.acting(await registry.signIn(person.email)) };
  };

  it('of an agency’s people are granted, changed and ended by its own administrators only', async () => {
    const council = await registry.aPerson(partnership);
    const officer = await registry.aPerson(partnership, { agencyId: police.id });
    const version = officer.version;
    const attempts = await Promise.all([
      partnership.administrator.call(addPerson, newcomer(police.id, ['practitioner'])),
      partnership.administrator.call(addPerson, newcomer(police.id, ['agency-administrator'])),
      partnership.administrator.call(addMembership, { params: { userId: council.id }, body: newcomer(police.id, ['manager']).body.membership }),
      partnership.administrator.call(changeMembership, changed(officer, ['manager'])),
      partnership.administrator.call(closeMembership, { params: { membershipId: membershipOf(officer).id }, body: { version: 1, why: 'x' } }),
      partnership.administrator.call(closeAccount, { params: { userId: officer.id }, body: { version, why: 'x' } }),
      partnership.administrator.call(createPasswordLink, { params: { userId: officer.id } }),
    ]);
    expect(attempts.map(({ problem }) => problem?.code)).toEqual(attempts.map(() => 'another-agency'));
    expect((await partnership.administrator.call(getPerson, { params: { userId: officer.id } })).body).toMatchObject({ mayManage: false, memberships: [{ mayChange: false, version: 1 }] });
    expect((await police.administrator.call(changeMembership, changed(officer, ['manager']))).body).toMatchObject({ roles: ['manager'], mayChange: true });

    expect((await police.administrator.call(addPerson, newcomer(partnership.agencyId, ['practitioner']))).problem?.code).toBe('another-agency');
    for (const userId of [council.id, newId()]) expect((await police.administrator.call(getPerson, { params: { userId } })).problem?.code).toBe('not-found');
    expect((await police.administrator.call(getMembership, { params: { membershipId: membershipOf(council).id } })).status).toBe(404);
    const seen = (await police.administrator.call(listPeople, { query: { agencyId: partnership.agencyId, size: 100 } })).body.items;
    expect(new Set(seen.flatMap(({ memberships }) => memberships.map(({ agencyId }) => agencyId)))).toEqual(new Set([police.id]));
  });

  it('begin in an agency that has no administrator with its first, and nothing else', async () => {
    const fire = await registry.anAgency(partnership);
    const refused = await partnership.administrator.call(addPerson, newcomer(fire.id, ['agency-administrator', 'practitioner']));
    expect([refused.status, refused.problem?.code, refused.problem?.detail]).toEqual([422, 'another-agency', expect.stringContaining('no administrator yet')]);
    const first = await partnership.administrator.call(addPerson, newcomer(fire.id, ['agency-administrator']));
    expect(first.body).toMatchObject({ mayManage: false, mayInvite: true });
    const link = () => partnership.administrator.call(createPasswordLink, { params: { userId: first.body.id } });
    const { body } = await link();
    await registry.anonymous.call(setPassword, { body: { token: body.token, password: PASSWORD } });
    expect((await link()).problem?.code).toBe('another-agency');
    expect((await partnership.administrator.call(addPerson, newcomer(fire.id, ['agency-administrator']))).problem?.code).toBe('another-agency');
  });

  it.each(['victim-safety', 'information-governance'] as const)('%s wait for a second person, who is neither who asked nor who gets it', async (role) => {
    const added = await police.administrator.call(addPerson, newcomer(police.id, [role, 'practitioner']));
    expect(membershipOf(added.body)).toMatchObject({ roles: ['practitioner'], requested: [role] });
    expect((await decide(police.administrator, added.body)).problem?.code).toBe('not-allowed');
    await registry.withPassword(partnership, added.body);
    const self = registry.acting(await registry.signIn(added.body.email));
    expect((await decide(self, added.body)).status).toBe(403);

    const second = await colleague(['agency-administrator']);
    const [request] = await requestsFor(second.client, added.body);
    expect(request).toMatchObject({ role, mayDecide: true });
    expect((await requestsFor(police.administrator, added.body))[0]).toMatchObject({ mayDecide: false });
    expect((await decide(second.client, added.body)).body).toEqual({ granted: true });
    expect(membershipOf((await second.client.call(getPerson, { params: { userId: added.body.id } })).body)).toMatchObject({ roles: ['practitioner', role].sort(), requested: [] });
    const again = await second.client.call(decideRoleRequest, { params: { requestId: request?.id ?? '' }, body: { version: 2, grant: true } });
    expect(again.problem?.code).toBe('decided');
  });

  it('that a second person refuses do not come to hold, nor do those whose membership ends first', async () => {
    const officer = await registry.aPerson(partnership, { agencyId: police.id });
    const asked = await police.administrator.call(changeMembership, changed(officer, ['practitioner', 'victim-safety']));
    expect(asked.body).toMatchObject({ roles: ['practitioner'], requested: ['victim-safety'] });
    expect((await decide(partnership.administrator, officer, false)).body).toEqual({ granted: false });
    expect((await police.administrator.call(getPerson, { params: { userId: officer.id } })).body.memberships).toMatchObject([{ roles: ['practitioner'], requested: [] }]);

    const leaver = (await police.administrator.call(addPerson, newcomer(police.id, ['victim-safety']))).body;
    expect(membershipOf(leaver)).toMatchObject({ roles: [], requested: ['victim-safety'] });
    await police.administrator.call(closeMembership, { params: { membershipId: membershipOf(leaver).id }, body: { version: 1, why: 'Left' } });
    expect(await requestsFor(partnership.administrator, leaver)).toEqual([]);
  });

  it('of the partnership’s administrators are not an agency’s to give', async () => {
    const officer = await registry.aPerson(partnership, { agencyId: police.id });
    const asked = await police.administrator.call(changeMembership, changed(officer, ['practitioner', 'administrator']));
    expect(asked.body).toMatchObject({ roles: ['practitioner'], requested: ['administrator'] });
    const second = await colleague(['agency-administrator']);
    expect((await decide(second.client, officer)).problem?.code).toBe('not-allowed');
    expect((await decide(partnership.administrator, officer)).body).toEqual({ granted: true });
  });

  it('are told to the agency’s information governance lead with each change, and to nobody of another agency', async () => {
    const lead = await colleague(['information-governance']);
    const elsewhere = await registry.aPerson(partnership, { roles: ['information-governance'] });
    const officer = await registry.aPerson(partnership, { agencyId: police.id });
    const { body } = await police.administrator.call(changeMembership, changed(officer, ['coordinator']));
    await police.administrator.call(closeMembership, { params: { membershipId: body.id }, body: { version: body.version, why: 'Left' } });
    const changes = (await lead.client.call(listRoleChanges, { query: {} })).body.items.filter(({ userId }) => userId === officer.id);
    expect(changes.map(({ before, after }) => [before, after])).toEqual([[['coordinator'], []], [['practitioner'], ['coordinator']], [[], ['practitioner']]]);
    const told = (await registry.events('staff.notice')).filter(({ aggregate_id }) => changes.some(({ id }) => id === aggregate_id));
    expect(told).toHaveLength(3);
    for (const { payload } of told) {
      expect(payload['kind']).toBe('roles-changed');
      expect(payload['userIds']).toContain(lead.person.id);
      expect(payload['userIds']).not.toContain(elsewhere.id);
    }
    const council = (await partnership.administrator.call(listRoleChanges, { query: { size: 100 } })).body.items;
    expect(council.some(({ userId }) => userId === officer.id)).toBe(false);
  });
});
