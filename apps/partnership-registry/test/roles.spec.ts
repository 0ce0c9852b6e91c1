import {
  addMembership,
  addPerson,
  changeMembership,
  changePerson,
  closeAccount,
  closeMembership,
  createPasswordLink,
  decideRoleRequest,
  getMembership,
  getPerson,
  invitePerson,
  listPeople,
  listRoleChanges,
  listRoleRequests,
  listStaff,
  reopenAccount,
  resetSecondFactor,
  setPassword,
  type Person,
} from '@concordat/contracts-partnership-registry';
import type { Role } from '@concordat/contracts-protocol';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type RouteClient } from '@concordat/testing';
import { TimedMemberships } from '../src/memberships/timed-memberships.js';
import { PASSWORD, startRegistry, type TestPartnership, type TestRegistry } from './registry.js';

const day = (after: number): string => new Date(Date.now() + after * 86_400_000).toISOString().slice(0, 10);

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
    const { body: closed } = await police.administrator.call(closeAccount, { params: { userId: officer.id }, body: { version: officer.version, why: 'Left' } });
    const reopened = await police.administrator.call(reopenAccount, { params: { userId: officer.id }, body: { version: closed.version, why: 'Came back' } });
    expect(reopened.body.memberships).toMatchObject([{ roles: ['practitioner'], requested: ['administrator'], active: true }]);
  });

  describe('of a second person', () => {
    const both: Role[] = ['practitioner', 'victim-safety'];
    /** They have the role by two people, and have begun to use their account, which has no second factor. */
    const holder = async (): Promise<Person> => registry.withPassword(partnership, await registry.aPerson(partnership, { agencyId: police.id, roles: both }));
    const seen = async ({ id }: Person): Promise<Person> => (await police.administrator.call(getPerson, { params: { userId: id } })).body;
    const secured = ({ id }: Person) => registry.database.query(`update auth."user" set "twoFactorEnabled" = true where id = $1`, [id]);
    /** Changes the membership's dates, as the police's administrator. */
    const dates = async (person: Person, period: { startsOn?: string; endsOn?: string }) => {
      const { params, body } = changed(await seen(person), both);
      expect((await police.administrator.call(changeMembership, { params, body: { ...body, ...period } })).status).toBe(200);
    };
    const closeAndReopen = async ({ id: userId, version }: Person) => {
      const closed = await police.administrator.call(closeAccount, { params: { userId }, body: { version, why: 'Left' } });
      expect((await police.administrator.call(reopenAccount, { params: { userId }, body: { version: closed.body.version, why: 'Came back' } })).status).toBe(200);
    };
    const moved = ({ id: userId, version, name }: Person) => police.administrator.call(changePerson, { params: { userId }, body: { version, name, email: `${newId()}@police.example` } });
    const linked = ({ id: userId }: Person) => police.administrator.call(createPasswordLink, { params: { userId } });
    const reset = ({ id: userId, version }: Person) => police.administrator.call(resetSecondFactor, { params: { userId }, body: { version, why: 'Lost telephone' } });

    const ways: Record<string, (person: Person) => Promise<unknown>> = {
      'an account is opened again': closeAndReopen,
      'a start is put off': (person) => dates(person, { startsOn: day(30) }),
      'a start is put off and brought forward again': async (person) => {
        await dates(person, { startsOn: day(30) });
        await dates(person, { startsOn: day(-1) });
      },
      'a start that was granted for later is brought forward': async (person) => {
        await dates(person, { startsOn: day(30) });
        expect((await decide(partnership.administrator, person)).body).toEqual({ granted: true });
        await dates(person, { startsOn: day(60) });
        expect(membershipOf(await seen(person))).toMatchObject({ roles: both, active: false });
        await dates(person, { startsOn: day(-1) });
      },
      'somebody else moves the address of an account that nothing but a password protects': moved,
      'somebody else makes a link to one': linked,
      'somebody else removes its second factor': async (person) => {
        await secured(person);
        await reset(person);
      },
    };
    it.each(Object.entries(ways))('wait for somebody else when %s, and everything else counts at once', async (_, act) => {
      const person = await holder();
      await act(person);
      const membership = membershipOf(await seen(person));
      expect(membership).toMatchObject({ roles: ['practitioner'], requested: ['victim-safety'] });
      expect((await registry.events('membership.changed')).filter(({ aggregate_id: id }) => id === membership.id).at(-1)?.payload).toMatchObject({ roles: ['practitioner'], active: membership.active });
      const { items } = (await police.administrator.call(listRoleChanges, { query: { size: 100 } })).body;
      expect(items.filter(({ membershipId }) => membershipId === membership.id).at(0)).toMatchObject({ after: membership.active ? ['practitioner'] : [] });
      expect((await decide(police.administrator, person)).problem?.code).toBe('not-allowed');
      expect((await decide(partnership.administrator, person)).body).toEqual({ granted: true });
      expect(membershipOf(await seen(person))).toMatchObject({ roles: both, requested: [] });
    });

    it('go on where they count, and begin on the day for which they were granted', async () => {
      const person = await holder();
      const { name, email } = person;
      await dates(person, { endsOn: day(30) });
      await dates(person, { endsOn: day(60) });
      await police.administrator.call(changePerson, { params: { userId: person.id }, body: { version: person.version, name: `${name} Elder`, email } });
      expect((await police.administrator.call(invitePerson, { params: { userId: person.id } })).status).toBe(201);
      await secured(person);
      await linked(person);
      expect((await moved(await seen(person))).status).toBe(200);
      expect(membershipOf(await seen(person))).toMatchObject({ roles: both, requested: [], active: true });

      await dates(person, { startsOn: day(30) });
      expect((await decide(partnership.administrator, person)).body).toEqual({ granted: true });
      await registry.database.query('update membership set starts_on = $1 where id = $2', [day(0), membershipOf(person).id]);
      await registry.app.app.get(TimedMemberships, { strict: false }).turn();
      expect(membershipOf(await seen(person))).toMatchObject({ roles: both, requested: [], active: true });
    });

    it('wait no longer than the membership, in whichever way it ended', async () => {
      const added = async () => (await police.administrator.call(addPerson, newcomer(police.id, ['victim-safety']))).body;
      const [closed, neverBegun, suspended] = [await added(), await added(), await added()];
      await registry.database.query('update membership set account_open = false, active = false where id = $1', [membershipOf(closed).id]);
      await registry.database.query('update membership set active = false, ends_on = $2 where id = $1', [membershipOf(neverBegun).id, day(-7)]);
      await registry.database.query('update membership set active = false, suspended_on = $2, ends_on = $3 where id = $1', [membershipOf(suspended).id, day(-14), day(0)]);
      await registry.app.app.get(TimedMemberships, { strict: false }).turn();
      for (const person of [closed, neverBegun, suspended]) expect(await requestsFor(partnership.administrator, person)).toEqual([]);
    });
  });

  describe('are told', () => {
    let lead: RouteClient;
    let leads: string[];
    let elsewhere: Person;
    let managers: string[];
    beforeAll(async () => {
      lead = (await colleague(['information-governance'])).client;
      elsewhere = await registry.aPerson(partnership, { roles: ['information-governance'] });
      await registry.aPerson(partnership, { agencyId: police.id, roles: ['manager'] });
      const holders = async (role: Role) => (await lead.call(listStaff, { query: { agencyId: police.id, role } })).body.items.map(({ userId }) => userId).sort();
      [leads, managers] = [await holders('information-governance'), await holders('manager')];
    });

    const turn = (): Promise<void> => registry.app.app.get(TimedMemberships, { strict: false }).turn();
    const dated = async (membershipId: string, column: 'starts_on' | 'ends_on', date: string): Promise<void> => {
      await registry.database.query(`update membership set ${column} = $1 where id = $2`, [date, membershipId]);
      await turn();
      await turn();
    };
    /** What became of somebody's roles, the oldest first, as the lead of the police and whoever keeps the council's roles read it. */
    const became = async ({ id }: Person, who: RouteClient = lead) => {
      const { items } = (await who.call(listRoleChanges, { query: { size: 100 } })).body;
      return items.filter(({ userId }) => userId === id).reverse();
    };
    const rolesOf = async (person: Person, who?: RouteClient): Promise<unknown[]> => (await became(person, who)).map(({ before, after }) => [before, after]);
    /** Who was told of what about whom, the oldest first. */
    const told = async (kind: string, about: readonly string[]): Promise<string[][]> =>
      (await registry.events('staff.notice')).filter(({ aggregate_id: id, payload }) => payload['kind'] === kind && about.includes(id)).map(({ payload }) => [payload['userIds']].flat().map(String).sort());

    it('to the agency’s information governance lead with each change, and to nobody of another agency', async () => {
      const officer = await registry.aPerson(partnership, { agencyId: police.id });
      const { body } = await police.administrator.call(changeMembership, changed(officer, ['coordinator']));
      await police.administrator.call(closeMembership, { params: { membershipId: body.id }, body: { version: body.version, why: 'Left' } });
      expect(await rolesOf(officer)).toEqual([[[], ['practitioner']], [['practitioner'], ['coordinator']], [['coordinator'], []]]);
      expect(await told('roles-changed', (await became(officer)).map(({ id }) => id))).toEqual([leads, leads, leads]);
      expect(await became(officer, partnership.administrator)).toEqual([]);
    });

    const ways = {
      'their account is closed': async ({ id, version }: Person) => {
        expect((await police.administrator.call(closeAccount, { params: { userId: id }, body: { version, why: 'Left' } })).status).toBe(200);
      },
      'an end date of today is set': async (person: Person) => {
        const { params, body } = changed(person, ['practitioner']);
        expect((await police.administrator.call(changeMembership, { params, body: { ...body, endsOn: day(0) } })).body.active).toBe(false);
      },
      'their end date comes': (person: Person) => dated(membershipOf(person).id, 'ends_on', day(0)),
    };
    it.each(Object.entries(ways))('once when %s, with what is to be handed over, and nobody needs to decide on what waited', async (_, end) => {
      const officer = (await police.administrator.call(addPerson, newcomer(police.id, ['practitioner', 'victim-safety']))).body;
      expect(await requestsFor(police.administrator, officer)).toHaveLength(1);
      await end(officer);
      expect(await rolesOf(officer)).toEqual([[[], ['practitioner']], [['practitioner'], []]]);
      expect(await told('roles-changed', (await became(officer)).map(({ id }) => id))).toEqual([leads, leads]);
      expect(await told('colleague-left', [officer.id])).toEqual([managers]);
      expect(await requestsFor(police.administrator, officer)).toEqual([]);
    });

    it('to the lead of each agency for which somebody worked, also when their account is opened again', async () => {
      const officer = (await police.administrator.call(addPerson, newcomer(police.id, ['practitioner']))).body;
      const there = (await partnership.administrator.call(addMembership, { params: { userId: officer.id }, body: newcomer(partnership.agencyId, ['analyst']).body.membership })).body;
      await police.administrator.call(closeAccount, { params: { userId: officer.id }, body: { version: officer.version, why: 'Leave of a year' } });
      const closed = (await police.administrator.call(getPerson, { params: { userId: officer.id } })).body;
      const asked = await police.administrator.call(changeMembership, changed(closed, ['practitioner', 'victim-safety']));
      expect(asked.problem?.code).toBe('account-closed');
      await police.administrator.call(reopenAccount, { params: { userId: officer.id }, body: { version: closed.version, why: 'Came back' } });
      expect(await rolesOf(officer)).toEqual([[[], ['practitioner']], [['practitioner'], []], [[], ['practitioner']]]);
      expect(await rolesOf(officer, partnership.administrator)).toEqual([[[], ['analyst']], [['analyst'], []], [[], ['analyst']]]);
      const ofCouncil = (await became(officer, partnership.administrator)).map(({ id, membershipId }) => [id, membershipId]);
      expect(new Set(ofCouncil.map(([, membershipId]) => membershipId))).toEqual(new Set([there.id]));
      expect(await told('roles-changed', ofCouncil.flatMap(([id]) => id ?? []))).toEqual([[elsewhere.id], [elsewhere.id], [elsewhere.id]]);
    });

    it('when they are granted for a later date, by whom, and when that comes, is put off or is called off', async () => {
      const { body: later } = newcomer(police.id, ['practitioner']);
      const officer = (await police.administrator.call(addPerson, { body: { ...later, membership: { ...later.membership, startsOn: day(30) } } })).body;
      const { id: membershipId } = membershipOf(officer);
      expect(await became(officer)).toMatchObject([{ before: [], after: ['practitioner'], by: expect.any(String) }]);
      await dated(membershipId, 'starts_on', day(-1));
      expect((await became(officer)).slice(1)).toMatchObject([{ before: [], after: ['practitioner'], by: null }]);
      const now = (await police.administrator.call(getPerson, { params: { userId: officer.id } })).body;
      const { params, body } = changed(now, ['manager']);
      const { version } = (await police.administrator.call(changeMembership, { params, body: { ...body, startsOn: day(30) } })).body;
      expect((await rolesOf(officer)).slice(2)).toEqual([[['practitioner'], []]]);
      const ended = await police.administrator.call(closeMembership, { params, body: { version, why: 'They do not come' } });
      expect((await rolesOf(officer)).slice(3)).toEqual([[['manager'], []]]);
      // Neither did they begin to leave, nor does it begin again by a change of its dates.
      expect(await told('colleague-left', [officer.id])).toEqual([]);
      expect((await police.administrator.call(changeMembership, { params, body: { ...body, version: ended.body.version } })).problem?.code).toBe('membership-ended');
      expect((await police.administrator.call(addMembership, { params: { userId: officer.id }, body: later.membership })).status).toBe(201);
    });

    it('of no leaver who goes on in another membership of the agency', async () => {
      const { body: { membership } } = newcomer(police.id, ['manager']);
      const officer = await registry.aPerson(partnership, { agencyId: police.id, endsOn: day(30) });
      await police.administrator.call(addMembership, { params: { userId: officer.id }, body: { ...membership, startsOn: day(30) } });
      await registry.database.query(`update membership set starts_on = least(starts_on, $2::date), ends_on = case when ends_on is null then null else $2::date end where user_id = $1`, [officer.id, day(0)]);
      await turn();
      expect((await rolesOf(officer)).slice(2)).toEqual(expect.arrayContaining([[['practitioner'], []], [[], ['manager']]]));
      expect(await told('colleague-left', [officer.id])).toEqual([]);
    });
  });
});
