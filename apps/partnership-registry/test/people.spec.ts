import {
  addMembership,
  addPerson,
  changeMembership,
  changePerson,
  closeAccount,
  closeMembership,
  contactCard,
  createPasswordLink,
  currentSession,
  decideRoleRequest,
  endSessions,
  getNames,
  getPerson,
  invitePerson,
  listPeople,
  listRoleRequests,
  listSessionsOf,
  listStaff,
  recordHistory,
  reopenAccount,
  requestPasswordReset,
  setPassword,
  signIn,
  type Membership,
} from '@concordat/contracts-partnership-registry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CallOf } from '@concordat/contracts-protocol';
import { openSealed } from '@concordat/platform-messaging';
import { aMember, eventually } from '@concordat/testing';
import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { TimedMemberships } from '../src/memberships/timed-memberships.js';
import { PASSWORD, startRegistry, type TestPartnership, type TestRegistry } from './registry.js';

describe('people and their memberships', () => {
  let registry: TestRegistry;
  let partnership: TestPartnership;

  beforeAll(async () => {
    registry = await startRegistry();
    partnership = await registry.aPartnership();
  });
  afterAll(() => registry.close());

  it('seals a person’s name and address to notifications, anew with every change', async () => {
    const person = await registry.aPerson(partnership, { name: 'Ana Kowalska' });
    const [membership] = person.memberships;
    const contacts = async () => (await registry.events('contact.changed')).filter((event) => event.aggregate_id === membership?.id);
    const keys = (service: 'notifications') => ({
      CONCORDAT_RECEIVING_KEY: { ...registry.surroundings.keys.receiving[service].privateJwk, kty: 'EC' },
      CONCORDAT_PUBLIC_KEYS: {},
    });
    const opened = async (contact: unknown) => openSealed(String(contact), contactCard, keys('notifications'));
    const [first] = await contacts();
    expect(JSON.stringify(first)).not.toContain('Kowalska');
    expect(await opened(first?.payload['contact'])).toEqual({ name: 'Ana Kowalska', email: person.email });

    const renamed = await partnership.administrator.call(changePerson, {
      params: { userId: person.id },
      body: { version: person.version, name: 'Ana Nowak', email: person.email },
    });
    expect(renamed.body).toMatchObject({ name: 'Ana Nowak', version: 2 });
    const last = (await contacts()).at(-1);
    expect(last?.version).toBeGreaterThan(first?.version ?? 0);
    expect(await opened(last?.payload['contact'])).toEqual({ name: 'Ana Nowak', email: person.email });
    expect((await partnership.administrator.call(getNames, { body: { userIds: [person.id] } })).body.users).toEqual({ [person.id]: 'Ana Nowak' });
    expect((await partnership.administrator.call(listStaff, { query: { size: 100 } })).body.items.find(({ userId }) => userId === person.id)?.name).toBe('Ana Nowak');
    const stored = await registry.database.query<{ name: string }>('select name from auth."user" where id = $1', [person.id]);
    expect(stored).toEqual([{ name: 'Ana Nowak' }]);
  });

  it('names who has no access to an agency any more to its own information governance lead alone, for what they did can still be asked', async () => {
    const agency = await registry.anAgency(partnership);
    const administrator = await registry.administratorOf(partnership, agency.id);
    const person = await registry.aPerson(partnership, { agencyId: agency.id });
    const lead = await registry.withPassword(partnership, await registry.aPerson(partnership, { agencyId: agency.id, roles: ['information-governance'] }));
    const asLead = registry.acting(await registry.signIn(lead.email));
    const named = async (query: CallOf<typeof listStaff>['query']) => (await asLead.call(listStaff, { query })).body.items.map(({ userId }) => userId);
    expect(await named({ agencyId: agency.id, former: 'yes' })).toEqual([]);
    await administrator.call(closeAccount, { params: { userId: person.id }, body: { version: person.version, why: 'Their account was misused' } });
    expect(await named({ agencyId: agency.id })).not.toContain(person.id);
    expect(await named({ agencyId: agency.id, former: 'yes' })).toEqual([person.id]);
    const again = (active: boolean) => registry.database.query(
      `insert into membership (id, partnership_id, version, created_at, updated_at, user_id, user_name, agency_id, roles, starts_on, reviewed_on, account_open, active)
       select $3, partnership_id, version, created_at, updated_at, user_id, user_name, agency_id, roles, starts_on, reviewed_on, account_open, $2 from membership where user_id = $1 limit 1`,
      [person.id, active, v7()],
    );
    await again(false);
    expect(await named({ agencyId: agency.id, former: 'yes' })).toEqual([person.id]);
    await again(true);
    expect(await named({ agencyId: agency.id, former: 'yes' })).toEqual([]);
    for (const [who, query] of [[administrator, { agencyId: agency.id }], [asLead, {}], [asLead, { agencyId: partnership.agencyId }]] as const) {
      expect((await who.call(listStaff, { query: { ...query, former: 'yes' } })).status).toBe(403);
    }
  });

  it('records who saw and changed whose staff record, in the request that did', async () => {
    const here = await registry.aPartnership();
    const person = await registry.aPerson(here);
    const path = { params: { userId: person.id } };
    await here.administrator.call(getPerson, path);
    await here.administrator.call(listPeople, { query: {} });
    await here.administrator.call(recordHistory, { params: { kind: 'person', recordId: person.id } });
    await here.administrator.call(createPasswordLink, path);
    await here.administrator.call(endSessions, path);
    await here.administrator.call(closeAccount, { ...path, body: { version: person.version, why: 'She has left' } });
    const stale = await here.administrator.call(changePerson, { ...path, body: { version: person.version, name: 'Another', email: person.email } });
    expect(stale.status).toBe(409);
    const recorded = await registry.database.query<{ said: string }>(
      `select action || ' ' || kind as said from audit_entry where partnership_id = $1 and user_id is not null and (ids && $2 or kind = 'membership') order by seq`,
      [here.partnershipId, [person.id]],
    );
    expect(recorded.map(({ said }) => said)).toEqual([
      'created membership',
      'created staff',
      'viewed staff',
      'listed staff',
      'viewed history of person',
      'changed staff',
      'changed staff',
      'changed membership',
      'changed staff',
    ]);
  });

  it('refuses an address that another has, and a person who is here already', async () => {
    const [one, two] = [await registry.aPerson(partnership), await registry.aPerson(partnership)];
    const taken = await partnership.administrator.call(changePerson, { params: { userId: one.id }, body: { version: 1, name: one.name, email: two.email } });
    expect(taken.problem?.code).toBe('email-taken');
    const membership = { agencyId: partnership.agencyId, roles: ['analyst' as const], startsOn: '2024-01-01', trainingValidTo: null };
    const twice = await partnership.administrator.call(addPerson, { body: { name: 'Again', email: one.email.toUpperCase(), membership } });
    expect(twice.problem?.code).toBe('already-here');
  });

  it('gives memberships with roles and dates, one in an agency at a time', async () => {
    const agency = await registry.anAgency(partnership);
    const administrator = await registry.administratorOf(partnership, agency.id);
    const person = await registry.aPerson(partnership, { agencyId: agency.id, endsOn: '2024-01-01' });
    const details = { agencyId: agency.id, roles: ['practitioner' as const, 'manager' as const, 'manager' as const], startsOn: '2024-01-01', endsOn: null, trainingValidTo: '2027-01-01' };
    const made = await administrator.call(addMembership, { params: { userId: person.id }, body: details });
    expect(made.body).toMatchObject({ roles: ['manager', 'practitioner'], active: true, trainingValidTo: '2027-01-01', agencyName: agency.name });
    expect((await administrator.call(addMembership, { params: { userId: person.id }, body: details })).problem?.code).toBe('already-a-member');
    const { agencyId: _, ...kept } = details;
    const params = { membershipId: made.body.id };
    const backwards = await administrator.call(changeMembership, { params, body: { ...kept, version: 1, endsOn: '2023-01-01' } });
    expect(backwards.problem?.['issues']).toEqual([{ path: 'body.endsOn', message: 'The end must be after the start' }]);
    const future = await administrator.call(changeMembership, { params, body: { ...kept, version: 1, startsOn: '2099-01-01' } });
    expect(future.body).toMatchObject({ active: false, startsOn: '2099-01-01' });
    expect((await administrator.call(changeMembership, { params, body: { ...kept, version: 1 } })).problem?.code).toBe('stale-version');
    const before = await administrator.call(addMembership, { params: { userId: person.id }, body: { ...details, endsOn: '2026-01-01' } });
    expect(before.status).toBe(201);
    expect(before.body.active).toBe(false);
  });

  it('tells the others when a membership begins or ends with its date', async () => {
    const person = await registry.aPerson(partnership, { endsOn: '2099-01-01' });
    const id = person.memberships[0]?.id;
    const turned = async (column: 'starts_on' | 'ends_on', date: string): Promise<unknown> => {
      await registry.database.query(`update membership set ${column} = $1 where id = $2`, [date, id]);
      await registry.app.app.get(TimedMemberships, { strict: false }).turn();
      const told = (await registry.events('membership.changed')).filter(({ aggregate_id }) => aggregate_id === id).at(-1);
      return [told?.version, told?.payload['active']];
    };
    expect(await turned('ends_on', '2026-01-01')).toEqual([2, false]);
    expect(await turned('ends_on', '2099-01-01')).toEqual([3, true]);
    expect(await turned('starts_on', '2024-06-01')).toEqual([3, true]);
  });

  it('keeps somebody who can manage the partnership', async () => {
    const alone = await registry.aPartnership('One Person');
    const params = { membershipId: alone.membershipId };
    const close = await alone.administrator.call(closeMembership, { params, body: { version: 1, why: 'Leaving' } });
    expect(close.problem?.code).toBe('last-administrator');
    const demote = await alone.administrator.call(changeMembership, { params, body: { version: 1, roles: ['manager'], startsOn: '2024-01-01', endsOn: null, trainingValidTo: null } });
    expect(demote.problem?.code).toBe('last-administrator');
    const account = await alone.administrator.call(closeAccount, { params: { userId: alone.userId }, body: { version: 1, why: 'Leaving' } });
    expect(account.problem?.code).toBe('last-administrator');
    // Nor does the role wait for a second person, who could not be there, when an agency's administrator lets them in anew.
    const keeper = await registry.withPassword(alone, await registry.aPerson(alone, { roles: ['agency-administrator'] }));
    expect((await registry.acting(await registry.signIn(keeper.email)).call(createPasswordLink, { params: { userId: alone.userId } })).status).toBe(201);
    expect((await alone.administrator.call(getPerson, { params: { userId: alone.userId } })).body.memberships).toMatchObject([{ roles: ['administrator'], requested: [] }]);
    await registry.aPerson(alone, { roles: ['administrator'] });
    expect((await alone.administrator.call(closeMembership, { params, body: { version: 1, why: 'Leaving' } })).body.active).toBe(false);
  });

  it('keeps somebody even when two administrators remove one another at the same moment', async () => {
    const pair = await registry.aPartnership('Two People');
    const other = await registry.aPerson(pair, { roles: ['administrator'] });
    const [own, others] = await Promise.all([pair.userId, other.id].map(async (userId) => (await pair.administrator.call(getPerson, { params: { userId } })).body.memberships[0]!));
    // With tokens that they have already: the first to be removed would get none any more.
    const remove = (userId: string, by: Membership, { id: membershipId, version }: Membership) =>
      registry.as(aMember({ userId, membershipId: by.id, partnershipId: pair.partnershipId, agencyId: pair.agencyId })).call(closeMembership, { params: { membershipId }, body: { version, why: 'Leaving' } });
    const answers = await Promise.all([remove(pair.userId, own!, others!), remove(other.id, others!, own!)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const left = await registry.database.query(`select 1 from membership where partnership_id = $1 and active`, [pair.partnershipId]);
    expect(left).toHaveLength(1);
  });

  it('lets the partnership that made an account manage it, and the others follow', async () => {
    const home = await registry.aPartnership('Home');
    const away = await registry.aPartnership('Away');
    const person = await registry.withPassword(home, await registry.aPerson(home, { name: 'Sam Field' }));
    const guest = await registry.aPerson(away, { roles: ['practitioner', 'victim-safety'] });
    await registry.shareAccount(person, guest);
    expect((await away.administrator.call(getPerson, { params: { userId: person.id } })).body).toMatchObject({ name: 'Sam Field', managedHere: false });
    const params = { userId: person.id };
    expect((await away.administrator.call(closeAccount, { params, body: { version: 1, why: 'Mine now' } })).problem?.code).toBe('managed-elsewhere');
    expect((await away.administrator.call(changePerson, { params, body: { version: 1, name: 'X', email: 'x@y.example' } })).problem?.code).toBe('managed-elsewhere');
    expect((await away.administrator.call(createPasswordLink, { params })).problem?.code).toBe('managed-elsewhere');

    const closed = await home.administrator.call(closeAccount, { params, body: { version: 1, why: 'Left' } });
    expect(closed.body).toMatchObject({ open: false, memberships: [{ active: false }] });
    await eventually(async () => {
      const seen = await away.administrator.call(getPerson, { params });
      expect(seen.body).toMatchObject({ open: false, memberships: [{ active: false }] });
    });
    const told = (await registry.events('membership.changed')).filter(({ aggregate_id }) => aggregate_id === guest.memberships[0]?.id);
    expect(told.at(-1)?.payload['active']).toBe(false);
    const reopened = await home.administrator.call(reopenAccount, { params, body: { version: closed.body.version, why: 'Came back' } });
    expect(reopened.body).toMatchObject({ open: true, memberships: [{ active: true }] });
    await eventually(async () => {
      expect((await away.administrator.call(getPerson, { params })).body).toMatchObject({ open: true, memberships: [{ roles: ['practitioner'], requested: ['victim-safety'], active: true }] });
    });
    // Whoever let them in there is no second person here.
    const granted = async () => {
      const [request] = (await away.administrator.call(listRoleRequests, { query: {} })).body.items;
      expect(request?.requestedBy).toBe(home.userId);
      expect((await away.administrator.call(decideRoleRequest, { params: { requestId: request?.id ?? '' }, body: { version: request?.version ?? 1, grant: true } })).status).toBe(200);
    };
    await granted();
    await home.administrator.call(createPasswordLink, { params });
    await eventually(async () => {
      expect((await away.administrator.call(getPerson, { params })).body.memberships).toMatchObject([{ roles: ['practitioner'], requested: ['victim-safety'] }]);
    });
    await granted();
  });

  it('tells nobody that another partnership knows an address: adding, changing, inviting and signing in are as for any other', async () => {
    const [home, away] = [await registry.aPartnership('Home'), await registry.aPartnership('Away')];
    const known = await registry.withPassword(home, await registry.aPerson(home, { name: 'Sam Field' }));
    const [before] = (await registry.database.query<{ now: string }>('select (extract(epoch from clock_timestamp()) * 1000)::bigint as now'));
    const membership = { agencyId: away.agencyId, roles: ['practitioner' as const], startsOn: '2024-01-01', trainingValidTo: null };
    const everything = async (email: string): Promise<unknown[]> => {
      const { status, body } = await away.administrator.call(addPerson, { body: { name: 'Robin Alder', email, membership } });
      const params = { userId: body.id };
      // An id tells when it was made.
      expect(Number.parseInt(body.id.replace('-', '').slice(0, 12), 16)).toBeGreaterThanOrEqual(Number(before?.now) - 1);
      const answers = [
        { status, body }, await away.administrator.call(getPerson, { params }), await away.administrator.call(listSessionsOf, { params }), await away.administrator.call(endSessions, { params }),
        await away.administrator.call(invitePerson, { params }), await away.administrator.call(changePerson, { params, body: { version: 1, name: 'Robin Elder', email } }),
        await away.administrator.call(createPasswordLink, { params }),
      ];
      return answers.map((answer) => JSON.stringify([answer.status, answer.body]).replaceAll(email, 'address').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id').replace(/"[0-9T:.-]{20,}Z"/g, '"at"').replace(/"token":"[^"]+"/, '"token":"link"'));
    };
    expect(await everything(known.email)).toEqual(await everything(`${randomUUID()}@police.example`));

    const there = (await away.administrator.call(listPeople, { query: { size: 100 } })).body.items.find(({ email }) => email === known.email);
    const { token } = (await away.administrator.call(createPasswordLink, { params: { userId: there?.id ?? '' } })).body;
    await registry.anonymous.call(setPassword, { body: { token, password: 'gravel thimble lantern' } });
    const signedIn = async (password: string) => (await registry.inSession(await registry.signIn(known.email, password)).call(currentSession, {})).body;
    expect(await signedIn('gravel thimble lantern')).toMatchObject({ user: { id: there?.id, email: known.email, name: 'Robin Elder' }, memberships: [{ partnershipName: 'Away' }] });
    expect(await signedIn(PASSWORD)).toMatchObject({ user: { id: known.id, email: known.email, name: 'Sam Field' }, memberships: [{ partnershipName: 'Home' }] });
    expect((await registry.anonymous.call(signIn, { body: { email: known.email, password: 'gravel thimble harbour' } })).problem?.code).toBe('wrong-credentials');
    // Whoever has forgotten theirs gets a link for each.
    await registry.anonymous.call(requestPasswordReset, { body: { email: known.email } });
    const told = async () => (await registry.events('account.letter-wanted')).filter(({ aggregate_id: id }) => id === known.id || id === there?.id).map(({ aggregate_id: id }) => id);
    await eventually(async () => expect((await told()).slice(-2).sort()).toEqual([known.id, there?.id].sort()));

    // Nor does a change of address; within the partnership one address is one person.
    const other = await registry.aPerson(away);
    const moved = (email: string) => away.administrator.call(changePerson, { params: { userId: other.id }, body: { version: 1, name: other.name, email } });
    expect((await moved(known.email)).problem?.code).toBe('email-taken');
    const elsewhere = await registry.aPerson(home);
    expect((await moved(elsewhere.email)).status).toBe(200);
  });

  it('pages people by name', async () => {
    const crowded = await registry.aPartnership('Crowded');
    for (const name of ['Cy', 'Al', 'Bo', 'Di']) await registry.aPerson(crowded, { name });
    const names: string[] = [];
    let after: string | undefined;
    do {
      const { body } = await crowded.administrator.call(listPeople, { query: { size: 2, ...(after === undefined ? {} : { after }) } });
      names.push(...body.items.map(({ name }) => name));
      after = body.next ?? undefined;
    } while (after !== undefined);
    expect(names).toEqual(['Al', 'Bo', 'Cy', 'Di', 'Priya Nair']);
  });
});
