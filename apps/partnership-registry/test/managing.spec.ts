import {
  addAgency,
  addDecisionClient,
  addDirectoryService,
  addForum,
  addReferenceEntry,
  changeAgency,
  changeForum,
  changePartnership,
  changeReferenceEntry,
  closeDecisionClient,
  getNames,
  getPartnership,
  getReferenceList,
  listAgencies,
  listDecisionClients,
  listForums,
  recordHistory,
} from '@concordat/contracts-partnership-registry';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@concordat/testing';
import { TellingSince } from '../src/telling/telling-since.js';
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

  it('keeps an agency’s duty contact, and tells whether its kind is a health or social care authority, also when the kind changes', async () => {
    const { administrator } = partnership;
    const body = { name: 'Blaby Hospital', kind: 'health', parentId: null, emergencyAccess: false, dutyContact: 'Site manager, 01632 960 100' };
    const added = await administrator.call(addAgency, { body });
    expect(added.body.dutyContact).toBe('Site manager, 01632 960 100');
    expect(await lastEvent('agency.changed')).toMatchObject({ version: 1, payload: { agencyId: added.body.id, healthOrSocialCare: true } });
    const { entries } = (await administrator.call(getReferenceList, { params: { list: 'agency-kinds' }, query: {} })).body;
    const { id: entryId, version, name, validFrom, validTo, position } = entries.find(({ code }) => code === 'health')!;
    await administrator.call(changeReferenceEntry, { params: { entryId }, body: { version, name, validFrom, validTo, position, healthOrSocialCare: false } });
    expect(await lastEvent('agency.changed')).toMatchObject({ version: 2, payload: { agencyId: added.body.id, healthOrSocialCare: false } });
  });

  it('tells the other services once, after an upgrade, what they had not heard of people and agencies that were there', async () => {
    const agency = await registry.anAgency(partnership, { kind: 'childrens-services' });
    await registry.database.query('update agency_place set health_or_social_care = false where agency_id = $1', [agency.id]);
    const before = [(await registry.events('staff.named')).length, (await registry.events('agency.changed')).length];
    const work = registry.app.app.get(TellingSince, { strict: false });
    await work.tell();
    await work.tell();
    const after = [(await registry.events('staff.named')).length, (await registry.events('agency.changed')).length];
    expect([(after[0] ?? 0) > (before[0] ?? 0), after[1]]).toEqual([true, (before[1] ?? 0) + 1]);
    expect(await lastEvent('agency.changed')).toMatchObject({ version: 2, payload: { agencyId: agency.id, healthOrSocialCare: true } });
    await work.tell();
    expect([(await registry.events('staff.named')).length, (await registry.events('agency.changed')).length]).toEqual(after);
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

  it('registers systems that ask for decisions, tells their secret once, and lets them ask no more', async () => {
    const { administrator } = partnership;
    const { client, secret } = (await administrator.call(addDecisionClient, { body: { name: 'Records system' } })).body;
    expect(client).toMatchObject({ name: 'Records system', clientId: `${partnership.partnershipId}.${client.id}`, active: true });
    const secretHash = createHash('sha256').update(secret).digest('hex');
    expect(await lastEvent('decision-client.changed')).toEqual({ aggregate_id: client.id, version: 1, payload: { secretHash, active: true } });
    expect(JSON.stringify((await administrator.call(listDecisionClients, {})).body)).not.toContain(secret);
    const close = (version: number) => administrator.call(closeDecisionClient, { params: { decisionClientId: client.id }, body: { version } });
    expect((await close(1)).body).toMatchObject({ active: false, version: 2 });
    expect((await close(1)).status).toBe(409);
    expect((await close(2)).problem).toMatchObject({ code: 'closed-already' });
    expect((await lastEvent('decision-client.changed'))?.payload).toEqual({ secretHash, active: false });
  });
});
