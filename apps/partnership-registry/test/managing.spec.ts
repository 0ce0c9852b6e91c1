import {
  addAgency,
  addDirectoryService,
  addForum,
  addMembership,
  addPerson,
  addReferenceEntry,
  changeAgency,
  changeForum,
  changeMembership,
  changePartnership,
  changePerson,
  changeReferenceEntry,
  closeAccount,
  closeMembership,
  contactCard,
  createPasswordLink,
  getNames,
  getPartnership,
  getPerson,
  getReferenceList,
  listAgencies,
  listForums,
  listPeople,
  listStaff,
  recordHistory,
  reopenAccount,
} from '@concordat/contracts-partnership-registry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSealed } from '@concordat/platform-messaging';
import { eventually, newId } from '@concordat/testing';
import { TimedMemberships } from '../src/memberships/timed-memberships.js';
import { startRegistry, type TestPartnership, type TestRegistry } from './registry.js';

const forumBody = (ownerAgencyId: string) => ({
  code: 'youth-jag',
  referencePrefix: 'YJ',
  name: 'Youth JAG',
  purpose: 'youth-diversion',
  subjectKinds: ['person' as const],
  minimumAge: 10,
  maximumAge: 17,
  criteria: [{ code: 'pattern', text: 'Incidents form a pattern' }],
  ownerAgencyId,
  coreAgencyIds: [ownerAgencyId, ownerAgencyId],
  agendaDays: 5,
});

describe('managing a partnership', () => {
  let registry: TestRegistry;
  let partnership: TestPartnership;
  const lastEvent = async (type: string) => (await registry.events(type)).at(-1);

  beforeAll(async () => {
    registry = await startRegistry();
    partnership = await registry.aPartnership();
  });
  afterAll(() => registry.close());

  it('tells the others of a new partnership, its first agency and its first administrator', async () => {
    expect(await lastEvent('partnership.changed')).toEqual({
      aggregate_id: partnership.partnershipId,
      version: 1,
      payload: { name: 'Blaby and Hinckley & Bosworth', districts: ['Blaby', 'Hinckley and Bosworth'], active: true },
    });
    expect((await lastEvent('agency.changed'))?.payload).toMatchObject({ agencyId: partnership.agencyId, kind: 'council', active: true });
    expect((await lastEvent('membership.changed'))?.payload).toEqual({
      membershipId: partnership.membershipId,
      userId: partnership.userId,
      agencyId: partnership.agencyId,
      roles: ['administrator'],
      active: true,
      trainingValidTo: null,
    });
  });

  it('names a partnership anew, and tells a stale page what changed', async () => {
    const { administrator } = partnership;
    const { body } = await administrator.call(getPartnership, {});
    const changed = await administrator.call(changePartnership, { body: { version: body.version, name: 'South Leicestershire', districts: ['Blaby'] } });
    expect(changed.body).toMatchObject({ name: 'South Leicestershire', version: body.version + 1 });
    expect(await lastEvent('partnership.changed')).toMatchObject({ version: body.version + 1, payload: { name: 'South Leicestershire' } });
    const stale = await administrator.call(changePartnership, { body: { version: body.version, name: 'Another', districts: ['Blaby'] } });
    expect([stale.status, stale.problem?.code, stale.problem?.['current']]).toEqual([409, 'stale-version', body.version + 1]);
    expect(stale.problem?.['changes']).toEqual(expect.arrayContaining([expect.objectContaining({ field: 'name', from: body.name, to: 'South Leicestershire', by: partnership.userId })]));
    const history = await administrator.call(recordHistory, { params: { kind: 'partnership', recordId: body.id } });
    expect(history.body.changes.map(({ field }) => field).sort()).toEqual(['districts', 'name']);
  });

  it('adds an agency, changes it and lets it leave with its people', async () => {
    const { administrator } = partnership;
    const agency = await registry.anAgency(partnership, { name: 'Charnwood Housing', kind: 'housing' });
    const team = await administrator.call(addAgency, { body: { name: 'Tenancy team', kind: 'housing', parentId: agency.id, emergencyAccess: false } });
    const circle = await administrator.call(changeAgency, {
      params: { agencyId: agency.id },
      body: { version: 1, name: agency.name, kind: 'housing', parentId: team.body.id, emergencyAccess: true, active: true },
    });
    expect(circle.problem?.['issues']).toEqual([{ path: 'body.parentId', message: 'An agency cannot be part of itself' }]);
    const unlisted = await administrator.call(addAgency, { body: { name: 'X', kind: 'circus', parentId: null, emergencyAccess: false } });
    expect(unlisted.problem?.['issues']).toEqual([{ path: 'body.kind', message: 'Select an option from the list' }]);

    const person = await registry.aPerson(partnership, { agencyId: agency.id });
    const left = await administrator.call(changeAgency, {
      params: { agencyId: agency.id },
      body: { version: 1, name: agency.name, kind: 'housing', parentId: null, emergencyAccess: true, active: false },
    });
    expect(left.body).toMatchObject({ active: false, emergencyAccess: true, version: 2 });
    expect(await lastEvent('agency.changed')).toMatchObject({ version: 2, payload: { agencyId: agency.id, active: false } });
    const told = (await registry.events('membership.changed')).filter(({ payload }) => payload['userId'] === person.id);
    expect(told.at(-1)).toMatchObject({ version: 2, payload: { active: false } });
    expect((await administrator.call(listAgencies, { query: { left: 'true' } })).body.items.map(({ id }) => id)).toContain(agency.id);
    expect((await administrator.call(listAgencies, {query: {} })).body.items.map(({ id }) => id)).not.toContain(agency.id);
  });

  it('shares an agency between partnerships under one id, each with its own name for it', async () => {
    const other = await registry.aPartnership('Charnwood');
    const agency = await registry.anAgency(partnership, { name: 'Leicestershire Police' });
    const body = { name: 'The Police', kind: 'police', parentId: null, emergencyAccess: true, existingId: agency.id };
    const there = await other.administrator.call(addAgency, { body });
    expect(there.body).toMatchObject({ id: agency.id, name: 'The Police', emergencyAccess: true });
    expect((await other.administrator.call(addAgency, { body })).problem?.code).toBe('already-here');
    expect((await other.administrator.call(addAgency, { body: { ...body, existingId: newId() } })).problem?.code).toBe('invalid-input');
    const names = await partnership.administrator.call(getNames, { body: { agencyIds: [agency.id] } });
    expect(names.body.agencies).toEqual({ [agency.id]: 'Leicestershire Police' });
  });

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

  it('refuses an address that another has, and a person who is here already', async () => {
    const [one, two] = [await registry.aPerson(partnership), await registry.aPerson(partnership)];
    const taken = await partnership.administrator.call(changePerson, { params: { userId: one.id }, body: { version: 1, name: one.name, email: two.email } });
    expect(taken.problem?.code).toBe('email-taken');
    const membership = { agencyId: partnership.agencyId, roles: ['analyst' as const], startsOn: '2024-01-01', trainingValidTo: null };
    const twice = await partnership.administrator.call(addPerson, { body: { name: 'Again', email: one.email.toUpperCase(), membership } });
    expect(twice.problem?.code).toBe('already-here');
  });

  it('gives memberships with roles and dates, one in an agency at a time', async () => {
    const { administrator } = partnership;
    const agency = await registry.anAgency(partnership);
    const person = await registry.aPerson(partnership);
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
    await registry.aPerson(alone, { roles: ['administrator'] });
    expect((await alone.administrator.call(closeMembership, { params, body: { version: 1, why: 'Leaving' } })).body.active).toBe(false);
  });

  it('keeps somebody even when two administrators remove one another at the same moment', async () => {
    const pair = await registry.aPartnership('Two People');
    const other = await registry.withPassword(pair, await registry.aPerson(pair, { roles: ['administrator'] }));
    const asOther = registry.acting(await registry.signIn(other.email));
    const body = { version: 1, why: 'Leaving' };
    const answers = await Promise.all([
      pair.administrator.call(closeMembership, { params: { membershipId: other.memberships[0]?.id ?? '' }, body }),
      asOther.call(closeMembership, { params: { membershipId: pair.membershipId }, body }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const left = await registry.database.query(`select 1 from membership where partnership_id = $1 and active`, [pair.partnershipId]);
    expect(left).toHaveLength(1);
  });

  it('lets the partnership that made an account manage it, and the others follow', async () => {
    const home = await registry.aPartnership('Home');
    const away = await registry.aPartnership('Away');
    const person = await registry.withPassword(home, await registry.aPerson(home, { name: 'Sam Field' }));
    const guest = await away.administrator.call(addPerson, {
      body: { name: 'Ignored', email: person.email, membership: { agencyId: away.agencyId, roles: ['practitioner'], startsOn: '2024-01-01', trainingValidTo: null } },
    });
    expect(guest.body).toMatchObject({ id: person.id, name: 'Sam Field', managedHere: false });
    expect(guest.body.memberships).toHaveLength(1);
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
    const told = (await registry.events('membership.changed')).filter(({ aggregate_id }) => aggregate_id === guest.body.memberships[0]?.id);
    expect(told.at(-1)?.payload['active']).toBe(false);
    const reopened = await home.administrator.call(reopenAccount, { params, body: { version: closed.body.version, why: 'Came back' } });
    expect(reopened.body).toMatchObject({ open: true, memberships: [{ active: true }] });
    await eventually(async () => {
      expect((await away.administrator.call(getPerson, { params })).body.open).toBe(true);
    });
  });

  it('adds a forum that agencies and lists allow, and changes it', async () => {
    const { administrator } = partnership;
    const body = forumBody(partnership.agencyId);
    const made = await administrator.call(addForum, { body });
    expect(made.body).toMatchObject({ code: 'youth-jag', coreAgencyIds: [partnership.agencyId], version: 1, active: true });
    expect((await administrator.call(addForum, { body })).problem?.code).toBe('code-taken');
    expect((await administrator.call(addForum, { body: { ...body, code: 'other' } })).problem?.code).toBe('prefix-taken');
    const wrong: [object, string][] = [
      [{ purpose: 'gossip' }, 'body.purpose'],
      [{ ownerAgencyId: newId() }, 'body.ownerAgencyId'],
      [{ coreAgencyIds: [newId()] }, 'body.coreAgencyIds'],
      [{ minimumAge: 18 }, 'body.maximumAge'],
      [{ criteria: [body.criteria[0], body.criteria[0]] }, 'body.criteria'],
    ];
    for (const [difference, path] of wrong) {
      const refused = await administrator.call(addForum, { body: { ...body, code: 'new', referencePrefix: 'NW', ...difference } });
      expect(refused.problem).toMatchObject({ status: 400, issues: [{ path }] });
    }
    const { code: _code, referencePrefix: _prefix, ...details } = body;
    const changed = await administrator.call(changeForum, { params: { forumId: made.body.id }, body: { version: 1, ...details, agendaDays: 3, active: false } });
    expect(changed.body).toMatchObject({ agendaDays: 3, active: false, version: 2 });
    expect((await registry.events('forum.changed')).map(({ version, payload }) => [version, payload['agendaDays'], payload['referencePrefix']])).toEqual([[1, 5, 'YJ'], [2, 3, 'YJ']]);
    expect((await administrator.call(listForums, { query: {} })).body.items).toEqual([]);
    expect((await administrator.call(listForums, { query: { ended: 'true' } })).body.items).toHaveLength(1);
  });

  it('keeps the directory of services', async () => {
    const { administrator } = partnership;
    const agency = await registry.anAgency(partnership, { kind: 'charity' });
    const body = {
      name: 'Youth outreach', providerAgencyId: agency.id, kind: 'outreach', purpose: 'youth-diversion', description: 'Meets young people where they are',
      minimumAge: 10, maximumAge: 17, acknowledgeHours: 24, firstContactHours: 72, signpost: null,
    };
    const made = await administrator.call(addDirectoryService, { body });
    expect(await lastEvent('directory-service.changed')).toEqual({ aggregate_id: made.body.id, version: 1, payload: { ...body, active: true } });
    const leave = await administrator.call(changeAgency, {
      params: { agencyId: agency.id },
      body: { version: 1, name: agency.name, kind: 'charity', parentId: null, emergencyAccess: false, active: false },
    });
    expect(leave.problem?.code).toBe('provides-a-service');
  });

  it('keeps reference lists as dated rows', async () => {
    const { administrator } = partnership;
    const params = { list: 'closing-reasons' as const };
    const entry = { code: 'joined-army', name: 'Joined the army', validFrom: '2024-01-01', position: 5 };
    const made = await administrator.call(addReferenceEntry, { params, body: entry });
    expect((await administrator.call(addReferenceEntry, { params, body: entry })).problem?.code).toBe('code-taken');
    const { entries } = (await administrator.call(getReferenceList, { params, query: {} })).body;
    expect(entries[0]).toMatchObject({ code: 'joined-army', validTo: null });
    const ended = await administrator.call(changeReferenceEntry, {
      params: { entryId: made.body.id },
      body: { version: 1, name: entry.name, validFrom: entry.validFrom, validTo: '2025-01-01', position: 5 },
    });
    expect(ended.body.version).toBe(2);
    const codes = async (on: string) => (await administrator.call(getReferenceList, { params, query: { on } })).body.entries.map(({ code }) => code);
    expect(await codes('2024-12-31')).toContain('joined-army');
    expect(await codes('2025-01-01')).not.toContain('joined-army');
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
