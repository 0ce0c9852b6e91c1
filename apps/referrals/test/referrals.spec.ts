import { ConsentWithdrawn, ReferralRequested, type referralPayload } from '@concordat/contracts-jag-cases';
import { AgencyChanged, AgreementChanged, DirectoryServiceChanged, MembershipChanged, PartnershipChanged, RegistryAlive } from '@concordat/contracts-partnership-registry';
import { type AskedAbout, CROSSINGS, erasureRoutes, type Ground, KnownToAsked, knownToRoutes, planOfWords, protectionRoutes, receiptRoutes, type EventDefinition, type Role } from '@concordat/contracts-protocol';
import { countReferrals, listReferrals, moveReferral, reachPerson, readReferral, recordContact, referralConsents, referralDisclosures, referralEmergencies, setSafeContact, type ReferralTransition } from '@concordat/contracts-referrals';
import { SealedMessages } from '@concordat/platform-messaging';
import { Database, findUnprotectedTables, migrateKeyStore, onStatement, provisionDatabase, provisionKeyStore, scopeOf } from '@concordat/platform-persistence';
import { bootService, migrate, type Running } from '@concordat/platform-service';
import { placementFaults, Replays, Sharing, sql, StoredItem, type StoredColumn } from '@concordat/sharing';
import { aMember, eventually, everyAnswer, everyRouteRefusesBadInput, newId, startService, type Member, type TestService } from '@concordat/testing';
import { ROLES } from '@concordat/contracts-protocol';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import type { z } from 'zod';
import { OverdueReferrals } from '../src/overdue/overdue-referrals.js';
import { PLACED_COLUMNS } from '../src/placed-columns.js';
import { program } from '../src/program.js';

const payload = {
  person: { givenName: 'Robin', familyName: 'Peregrine', dateOfBirth: '2012-03-04', school: 'Test Academy' },
  reason: 'Wants a mentor',
  agreement: { given: true, by: 'person', explanation: null },
  safeContact: { ...planOfWords('Never call home'), means: ['text-message', 'school'], number: '07700 900 100', mustNotAnswer: 'The neighbour' },
} satisfies z.input<typeof referralPayload>;

/** As the relay sends: what cannot be done yet is tried again. */
const RETRIED = { attempts: 10, backoff: { type: 'fixed', delay: 200 } };

describe('a referral to a service', () => {
  let service: TestService<Running>;
  let queue: Queue;
  let worker: Member, colleague: Member, manager: Member, other: Member, abuser: Member;
  const partnershipId = newId();
  const [outreach, council, serviceId, referralId, caseId] = [newId(), newId(), newId(), newId(), newId()] as const;

  const send = async (definition: EventDefinition, event: { id?: string; aggregateId: string; version?: number; payload: unknown; occurredAt?: Date; delay?: number }): Promise<void> => {
    const { id = newId(), aggregateId, version = 1, occurredAt = new Date() } = event;
    const actor = { userId: newId(), membershipId: newId() };
    await queue.add(definition.type, {
      producer: definition.from,
      event: { id, type: definition.type, partnershipId, aggregateId, version: definition.kind === 'state' ? version : null, occurredAt: occurredAt.toISOString(), actor, trace: 'test', payload: definition.payload.parse(event.payload) },
    }, { ...RETRIED, delay: event.delay ?? 0 });
  };
  const count = async (table: string): Promise<number> => (await service.database.query<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n ?? 0;
  const arrived = (table: string, many: number) => eventually(async () => expect(await count(table)).toBeGreaterThanOrEqual(many));
  const member = async (agencyId: string, roles: Role[], trainingValidTo: string | null = null): Promise<Member> => {
    const made = aMember({ partnershipId, agencyId, roles });
    const before = await count('membership_projection');
    await send(MembershipChanged, { aggregateId: made.membershipId, payload: { membershipId: made.membershipId, userId: made.userId, agencyId, roles, active: true, trainingValidTo } });
    await arrived('membership_projection', before + 1);
    return made;
  };
  const read = async (who: Member) => (await service.as(who).call(readReferral, { params: { referralId } })).body;
  const move = async (who: Member, transition: ReferralTransition) =>
    service.as(who).call(moveReferral, { params: { referralId }, body: { version: (await read(who)).version, transition } });
  const contact = async (who: Member, reached: boolean) =>
    service.as(who).call(recordContact, { params: { referralId }, body: { at: new Date().toISOString(), means: 'school', reached, safeContactChecked: true, note: 'Spoke at the gate' } });

  beforeAll(async () => {
    service = await startService({
      service: 'referrals', boot: (env) => bootService(program, env), provision: provisionDatabase, migrate: (target) => migrate(program, target), provisionKeyStore, migrateKeyStore,
    });
    queue = new Queue('events', { connection: { url: service.surroundings.redis.url }, prefix: `{${service.surroundings.redis.prefix}:referrals}` });
    await send(RegistryAlive, { aggregateId: newId(), payload: {} });
    await send(PartnershipChanged, { aggregateId: partnershipId, payload: { name: 'Test partnership', districts: ['Blaby'], active: true } });
    for (const agencyId of [outreach, council]) await send(AgencyChanged, { aggregateId: newId(), payload: { agencyId, name: 'An agency', kind: 'council', parentId: null, emergencyAccess: true, active: true } });
    await send(DirectoryServiceChanged, {
      aggregateId: serviceId,
      payload: { name: 'Youth outreach', providerAgencyId: outreach, kind: 'youth-outreach', purpose: 'youth-diversion', description: '', minimumAge: 10, maximumAge: 17, acknowledgeHours: 24, firstContactHours: 72, signpost: null, active: true },
    });
    await arrived('directory_service', 1);
    await arrived('registry_heard', 1);
    worker = await member(outreach, ['practitioner']);
    colleague = await member(outreach, ['practitioner']);
    abuser = await member(outreach, ['practitioner']);
    manager = await member(outreach, ['manager']);
    other = await member(council, ['manager']);
    const sealed = await service.app.app.get(SealedMessages).sealFor('referrals', { ...payload, keptFrom: [{ entryId: newId(), who: { kind: 'user', userId: abuser.userId }, from: new Date().toISOString(), to: null }], alleged: [{ allegationId: newId(), name: 'Jo Peregrine', from: new Date().toISOString() }] });
    const request = { id: newId(), aggregateId: referralId, payload: { referralId, caseId, serviceId, fromAgencyId: council, fromUserId: other.userId, requestedAt: new Date(Date.now() - 3_600_000).toISOString(), sealed } };
    await send(ReferralRequested, request);
    await send(ReferralRequested, request);
    await arrived('"case"', 1);
  });
  afterAll(async () => {
    await queue.close();
    await service.close();
  });

  it('arrives once, in the inbox of the agency that provides the service, and nowhere else', async () => {
    const inbox = (await service.as(worker).call(listReferrals, { query: {} })).body.items;
    expect(inbox).toMatchObject([{ id: referralId, state: 'received', personName: 'Robin Peregrine', overdue: false }]);
    expect((await service.as(other).call(listReferrals, { query: {} })).body.items).toEqual([]);
    expect((await service.as(other).call(countReferrals, {})).body.states).toEqual([]);
    expect((await service.as(other).call(readReferral, { params: { referralId } })).problem?.code).toBe('not-found');
    const own = ['Your agency owns this information'];
    expect(inbox[0]?.whyNamed).toEqual(own);
    expect(await read(worker)).toMatchObject({ whyNamed: own, why: { dateOfBirth: own, reason: own, agreement: own, receipts: [], outcome: [] }, safeContact: { why: own } });
    expect(await count('item')).toBe(3);
  });

  it('shows its worker what was sent, and keeps it sealed', async () => {
    expect(await read(worker)).toMatchObject({ person: payload.person, reason: 'Wants a mentor', agreement: payload.agreement, receipts: [] });
    const { number, email, ...shown } = payload.safeContact;
    expect((await read(worker)).safeContact).toEqual({ ...shown, hasNumber: number !== '', hasEmail: email !== '', version: 1, why: ['Your agency owns this information'] });
    expect(JSON.stringify(await read(worker))).not.toContain(number);
    expect(JSON.stringify(await service.database.query('select * from item'))).not.toContain(Buffer.from('Peregrine').toString('hex'));
    expect(await findUnprotectedTables(service.database.appUrl)).toEqual([]);
  });

  it('is told of by those who provide the service when somebody asks in casework whether the person is known, and by nobody else', async () => {
    const routes = knownToRoutes('referrals');
    const ask = async (about: Partial<AskedAbout>) => {
      const asked: AskedAbout = { givenName: 'Robyn', familyName: 'Peregrine', dateOfBirth: '2012-03-04', why: 'To plan a visit', neverTo: { agencyIds: [], userIds: [] }, grounds: [], ...about };
      const sealed = { 'jag-cases': 'a.b.c.d.e', referrals: await service.app.app.get(SealedMessages).sealFor('referrals', asked) };
      const before = await count('inbox');
      await send(KnownToAsked, { aggregateId: newId(), payload: { caseId: newId(), purpose: 'youth-diversion', fromAgencyId: council, fromUserId: other.userId, askedAt: new Date().toISOString(), sealed } });
      await eventually(async () => expect(await count('inbox')).toBe(before + 1));
      return (await service.as(manager).call(routes.list, { query: {} })).body.items;
    };
    expect(await ask({ dateOfBirth: '2011-03-04' })).toEqual([]);
    expect(await ask({ familyName: 'Osprey' })).toEqual([]);
    expect(await ask({ neverTo: { agencyIds: [outreach], userIds: [] } })).toEqual([]);
    expect(await ask({})).toMatchObject([{ caseId: referralId, name: 'Robin Peregrine', why: 'To plan a visit', fromAgencyId: council }]);
    expect((await service.as(other).call(routes.list, { query: {} })).body.items).toEqual([]);
    const told = await service.database.query<{ payload: { kind: string; userIds: string[] } }>("select payload from outbox where type = 'referral-notice.raised'");
    expect(told.map(({ payload: notice }) => notice).filter(({ kind }) => kind === 'known-to-asked')).toMatchObject([{ userIds: [manager.userId] }]);
    expect(JSON.stringify(await service.database.query('select * from search_token'))).not.toContain('Peregrine');
  });

  it('does not exist for somebody who must never learn of the person', async () => {
    expect((await service.as(abuser).call(listReferrals, { query: {} })).body.items).toEqual([]);
    expect((await service.as(abuser).call(readReferral, { params: { referralId } })).problem?.code).toBe('not-found');
    expect((await read(worker)).possibleWorkers).not.toContain(abuser.userId);
  });

  it('answers on no route, of figures, consents, decisions or who has seen it, other than if it had never come', async () => {
    const seen = (who: Member, hidden: Record<string, string>) =>
      everyAnswer({
        url: service.url,
        tokenFor: () => service.surroundings.tokens.tokenFor(who, 'referrals'),
        known: { hidden },
        entries: async (trace) => (await service.database.query('select 1 from audit_entry where trace = $1', [trace])).length,
      });
    const [subject] = await service.database.query<{ subject_id: string }>('select subject_id from case_subject');
    const [item] = await service.database.query<{ id: string }>('select id from item');
    const nothing = await seen(abuser, {});
    expect(await seen(abuser, { caseId: referralId, referralId, subjectId: subject!.subject_id, itemId: item!.id })).toEqual(nothing);
    // Two colleagues, of whom one is kept from it, as of what has never been.
    expect(Object.values(nothing).join()).not.toContain(referralId);
    expect(Object.values(await seen(worker, { caseId: referralId, referralId, itemId: item!.id })).join()).toContain(referralId);
  });

  it('has a place for every column of its tables', async () => {
    const stored = await service.database.query<StoredColumn>(
      `select table_name as table, column_name as column, data_type as type from information_schema.columns where table_schema = 'public' order by 1, ordinal_position`,
    );
    expect(placementFaults(PLACED_COLUMNS, stored)).toEqual([]);
  });

  it('is shown by the database to those who may see it alone, whatever is asked', async () => {
    const database = service.app.app.get(Database);
    const seen = async ({ partnershipId: of, userId, membershipId, agencyId }: Member): Promise<number[]> =>
      database.transaction({ partnershipId: of, userId, membershipId, agencyId }, async () =>
        Promise.all(['"case"', 'item'].map(async (table) => (await database.em.execute<unknown[]>(`select id from ${table}`)).length)));
    expect([await seen(worker), await seen(other), await seen(abuser)]).toEqual([[1, 3], [0, 0], [0, 0]]);
  });

  it('is listed, counted and shown by the service’s own conditions alone to nobody more, were the database’s not there', async () => {
    const pages = (who: Member) => {
      const as = service.as(who);
      const { list } = knownToRoutes('referrals');
      return Promise.all([
        as.call(listReferrals, { query: {} }), as.call(countReferrals, {}), as.call(readReferral, { params: { referralId } }), as.call(list, { query: {} }),
        as.call(receiptRoutes('referrals').ofCase, { params: { caseId: referralId }, query: {} }), as.call(referralConsents.list, { params: { caseId: referralId } }),
      ]).then((all) => all.map((answer) => (answer.status === 200 ? JSON.stringify(answer.body).replace(/"seconds":\d+/g, '') : answer.problem?.code)));
    };
    const everybody = [worker, manager, other, abuser];
    const before = await Promise.all(everybody.map(pages));
    const { appRole } = service.database;
    await service.database.query(`alter role "${appRole}" bypassrls`);
    try {
      const { partnershipId: of, userId, membershipId, agencyId } = other;
      const database = service.app.app.get(Database);
      const all = await database.transaction({ partnershipId: of, userId, membershipId, agencyId }, () => database.em.execute<unknown[]>('select id from item'));
      expect(all).toHaveLength(await count('item'));
      expect(await Promise.all(everybody.map(pages))).toEqual(before);
    } finally {
      await service.database.query(`alter role "${appRole}" nobypassrls`);
    }
  });

  it('is told to a manager of the service when nobody takes it further in time', async () => {
    await service.database.query(`update "case" set since = since - interval '3 days', requested_at = requested_at - interval '3 days', received_at = received_at - interval '3 days'`);
    for (let turn = 0; turn < 2; turn += 1) await service.app.app.get(OverdueReferrals).tell();
    const notices = await service.database.query<{ payload: unknown }>(`select payload from outbox where type = 'referral-notice.raised' and payload ->> 'kind' = 'referral-overdue'`);
    expect(notices.map((notice) => notice.payload)).toEqual([{ kind: 'referral-overdue', referralId, userIds: [manager.userId] }]);
  });

  it('is accepted and allocated, and only its worker or a manager records contacts', async () => {
    expect((await move(worker, { to: 'accepted', reason: '' })).body.state).toBe('accepted');
    expect((await contact(worker, true)).problem?.code).toBe('not-allocated');
    expect((await move(worker, { to: 'allocated', workerUserId: abuser.userId })).problem?.code).toBe('invalid-input');
    expect((await move(worker, { to: 'allocated', workerUserId: worker.userId })).body.state).toBe('allocated');
    expect((await move(worker, { to: 'engaged' })).problem?.code).toBe('transition-lacks');
    expect((await contact(colleague, true)).problem?.code).toBe('not-allowed');
    expect((await contact(worker, true)).status).toBe(201);
    expect((await read(worker)).contacts).toMatchObject([{ reached: true, note: 'Spoke at the gate' }]);
  });

  it('gives the number for a contact that the plan calls safe, and keeps it back otherwise', async () => {
    const reach = async (means: 'telephone' | 'text-message' | 'school') => service.as(worker).call(reachPerson, { params: { referralId }, body: { means, safeContactChecked: true } });
    expect((await reach('telephone')).problem?.code).toBe('means-not-safe');
    expect((await reach('text-message')).body).toEqual({ number: payload.safeContact.number, email: null });
    expect((await reach('school')).body).toEqual({ number: null, email: null });
    const called = { at: new Date().toISOString(), means: 'telephone' as const, reached: false, safeContactChecked: true as const, note: 'Rang' };
    const record = async (more: { byPerson?: boolean; whyAgainstPlan?: string }) => service.as(worker).call(recordContact, { params: { referralId }, body: { ...called, ...more } });
    expect((await record({})).problem?.code).toBe('means-not-safe');
    expect((await record({ whyAgainstPlan: 'They had left home' })).status).toBe(201);
    expect((await record({ byPerson: true })).status).toBe(201);
    expect((await read(worker)).contacts.map(({ note }) => note)).toEqual(expect.arrayContaining(['Rang\nMade against the plan for safe contact: They had left home', 'The person made contact.\nRang']));
  });

  it('has a plan for safe contact that is written anew, by whoever read the one before', async () => {
    const plan = { ...planOfWords(''), means: ['email' as const], email: 'robin@example.org', hours: { from: '09:00', until: '15:00' } };
    const write = async (version: number | null, more = {}) => service.as(worker).call(setSafeContact, { params: { referralId }, body: { version, plan: { ...plan, ...more } } });
    expect((await write(null)).problem?.code).toBe('stale-version');
    expect((await write(1, { means: [] })).problem?.code).toBe('invalid-input');
    expect((await write(1, { hours: { from: '15:00', until: '09:00' } })).problem?.code).toBe('invalid-input');
    expect((await write(1)).body).toEqual({ version: 2 });
    expect((await write(1)).problem?.code).toBe('stale-version');
    expect((await read(worker)).safeContact).toMatchObject({ means: ['email'], hasEmail: true, hasNumber: false, mustNotAnswer: '' });
    expect((await write(2, { ...payload.safeContact })).body).toEqual({ version: 3 });
    expect((await write(3, { ...payload.safeContact, number: '' })).body).toEqual({ version: 4 });
    expect((await read(worker)).safeContact).toMatchObject({ hasNumber: true, hasEmail: false });
  });

  it('is closed with an outcome, and each step is told without its content', async () => {
    expect((await move(worker, { to: 'engaged' })).body.state).toBe('engaged');
    expect((await move(worker, { to: 'active', plan: 'Football on Tuesdays' })).body.state).toBe('active');
    expect((await move(colleague, { to: 'closed', outcome: 'goals-met', achieved: true, reason: 'Plays in a team', feedback: '' })).problem?.code).toBe('not-allowed');
    expect((await move(manager, { to: 'closed', outcome: 'goals-met', achieved: true, reason: 'Plays in a team', feedback: 'It helped' })).body.state).toBe('closed');
    const events = await service.database.query<{ payload: { state: string; firstContactAt: string | null } }>(`select payload from outbox where type = 'referral.changed' order by version`);
    const states = events.map((event) => event.payload.state);
    expect([...new Set(states)]).toEqual(['received', 'accepted', 'allocated', 'engaged', 'active', 'closed']);
    expect(JSON.stringify(events)).not.toMatch(/Peregrine|Football|helped/);
    expect(events.at(-1)?.payload.firstContactAt).not.toBeNull();
  });

  it('leaves a task to the agency that was sent it, when consent is withdrawn on the case it came from', async () => {
    await send(ConsentWithdrawn, {
      aggregateId: newId(), payload: { caseId, referralIds: [referralId], recipientAgencyIds: [outreach], categories: ['identity'], withdrawnAt: new Date().toISOString() },
    });
    await arrived('withdrawal_task', 1);
    const tasks = async (who: Member) => (await service.as(who).call(referralConsents.listTasks, { query: {} })).body.items;
    expect(await tasks(worker)).toMatchObject([{ caseId: referralId, agencyId: outreach, cause: 'withdrawn-elsewhere', consentId: null, done: null }]);
    expect([await tasks(other), await tasks(abuser)]).toEqual([[], []]);
  });

  it('is kept from whom the case that it came from keeps the person from, until that ends there', async () => {
    const kin = await member(outreach, ['practitioner']);
    const keeper = await member(outreach, ['victim-safety']);
    const entryId = newId();
    const tell = async (to: string | null) => {
      const sealed = await service.app.app.get(SealedMessages).sealFor('referrals', { entryId, who: { kind: 'user', userId: kin.userId }, from: '2026-01-01T00:00:00.000Z', to });
      await send(CROSSINGS['jag-cases'].keeping, { aggregateId: newId(), payload: { referralIds: [referralId], sealed } });
    };
    const status = async () => (await service.as(kin).call(readReferral, { params: { referralId } })).status;
    expect(await status()).toBe(200);
    await tell(null);
    await eventually(async () => expect(await status()).toBe(404));
    const routes = protectionRoutes('referrals');
    const params = { caseId: referralId };
    const entry = (await service.as(keeper).call(routes.read, { params })).body.register.find(({ who }) => who.kind === 'user' && who.userId === kin.userId);
    expect(entry).toMatchObject({ elsewhere: true, why: null, addedByUserId: null });
    const end = await service.as(keeper).call(routes.endInRegister, { params: { ...params, entryId: entry?.id ?? '' }, body: { version: 1, why: 'No' } });
    expect(end.problem?.code).toBe('kept-elsewhere');
    await tell('2026-01-02T00:00:00.000Z');
    await eventually(async () => expect(await status()).toBe(200));
    // What is told twice, or late, opens and closes nothing more.
    const heard = await count('inbox');
    await tell(null);
    await arrived('inbox', heard + 1);
    expect(await status()).toBe(200);

    const made = await service.as(keeper).call(routes.addToRegister, { params, body: { subjectId: entry?.subjectId ?? '', who: { kind: 'person', name: 'Rowan Marlowe', relation: 'family' }, until: null, why: 'Asked for' } });
    expect(made.status).toBe(201);
    const told = await service.database.query<{ payload: { referralIds: string[] } }>(`select payload from outbox where type = 'referral-keeping.changed'`);
    expect(told.map((one) => one.payload.referralIds)).toEqual([[referralId]]);
    expect(JSON.stringify(told)).not.toContain('Marlowe');
  });

  it('takes no consent from who is alleged to cause the person harm, in the case that it came from or here, and tells the case', async () => {
    const [subject] = await service.database.query<{ subject_id: string }>('select subject_id from case_subject');
    const subjectId = subject!.subject_id;
    const params = { caseId: referralId };
    const consent = (name: string) =>
      service.as(worker).call(referralConsents.record, {
        params,
        body: {
          subjectId, decision: 'given', givenBy: 'parental-responsibility', giver: { name, relationship: 'parent' }, competence: null, recipientAgencyIds: [council], categories: ['education'],
          decidedOn: '2026-01-01', explained: 'Who sees it', evidence: 'said-in-person', evidenceNote: '', lastDay: null,
        },
      });
    const state = async (consentId: string) => (await service.as(manager).call(referralConsents.read, { params: { ...params, consentId } })).body.state;
    expect((await consent('jo peregrine')).problem?.code).toBe('giver-not-accepted');
    const { id } = (await consent('Lou Peregrine')).body;
    expect(await state(id)).toBe('in-force');
    const harm = { subjectId, name: 'Lou Peregrine', relationship: 'parent', what: 'Shouts', source: 'The person' } as const;
    expect((await service.as(worker).call(referralConsents.allegeHarm, { params, body: harm })).body.consentsEnded).toBe(1);
    expect(await state(id)).toBe('not-counted');
    const told = await service.database.query<{ payload: { referralIds: string[] } }>(`select payload from outbox where type = 'referral-harm.alleged'`);
    expect(told.map((one) => one.payload.referralIds)).toEqual([[referralId]]);
    expect(JSON.stringify(told)).not.toMatch(/Peregrine|Shouts/);
  });

  describe('under way', () => {
    const [school, agreementId] = [newId(), newId()] as const;
    let referrer: Member;
    let version = 0;
    const ground: Ground = { ownerAgencyId: school, category: 'identity', fields: ['familyName', 'givenName'], consentIds: [], disclosed: [] };
    const inADay = new Date(Date.now() + 86_400_000).toISOString();

    const agreement = async (status: 'active' | 'suspended', basis: 'public-task' | 'consent' = 'public-task', delay = 0) => {
      version += 1;
      await send(AgreementChanged, {
        aggregateId: agreementId, version, delay,
        payload: {
          name: 'the Youth JAG agreement', status, validFrom: '2020-01-01', validTo: '2099-01-01', parties: [school, council], supersedes: null,
          signatures: [school, council].map((agencyId) => ({ agencyId, on: '2020-01-01', withdrawnOn: null })),
          terms: [{ id: newId(), number: 1, purpose: 'youth-diversion', from: '*', to: '*', categories: { identity: ['givenName', 'familyName'] }, basis, gateway: 'cda-1998-s115', export: true }],
        },
      });
      await eventually(async () => expect(await service.database.query('select 1 from agreement_projection where version = $1', [version])).toHaveLength(1));
    };
    const sent = (...grounds: Ground[]): Promise<string> => sentAt(new Date(), ...grounds);
    const sentAt = async (occurredAt: Date, ...grounds: Ground[]): Promise<string> => {
      const id = newId();
      const sealed = await service.app.app.get(SealedMessages).sealFor('referrals', { ...payload, grounds });
      await send(ReferralRequested, { aggregateId: id, occurredAt, payload: { referralId: id, caseId, serviceId, fromAgencyId: council, fromUserId: referrer.userId, requestedAt: new Date().toISOString(), sealed } });
      return id;
    };
    const came = async (id: string): Promise<string> => {
      const [row] = await service.database.query<{ what: string }>(
        `select 'taken in' as what from "case" where id = $1 union all select 'turned back' from referral_turned_back where id = $1`, [id],
      );
      return row?.what ?? 'under way';
    };
    const becomes = (id: string, what: string) => eventually(async () => expect(await came(id)).toBe(what));

    beforeAll(async () => {
      referrer = await member(council, ['coordinator'], '2099-01-01');
    });

    it('is turned back when the agreement that it rests on is suspended, nothing of it is kept, and its case is told', async () => {
      await agreement('active');
      await becomes(await sent(ground), 'taken in');
      await becomes(await sent({ ...ground, fields: [...ground.fields, 'school'] }), 'turned back');
      await agreement('suspended');
      const items = await count('item');
      const id = await sent(ground);
      await becomes(id, 'turned back');
      expect(await count('item')).toBe(items);
      const told = await service.database.query<{ payload: { caseId: string } }>("select payload from outbox where type = 'referral.turned-back' and aggregate_id = $1", [id]);
      expect(told).toMatchObject([{ payload: { caseId } }]);
      // A decision of the owner stands without any agreement, for its time and its fields.
      await becomes(await sent({ ...ground, disclosed: [{ fields: ground.fields, until: inADay }] }), 'taken in');
      await becomes(await sent({ ...ground, disclosed: [{ fields: ['givenName'], until: inADay }] }), 'turned back');
      await becomes(await sent({ ...ground, disclosed: [{ fields: ground.fields, until: new Date().toISOString() }] }), 'turned back');
    });

    it('that waited in the queue is decided after what waits behind it there', async () => {
      await agreement('active');
      const [id] = await Promise.all([sentAt(new Date(Date.now() - 5_000), ground), agreement('suspended', 'public-task', 50)]);
      await becomes(id, 'turned back');
      await agreement('active');
      await becomes(await sentAt(new Date(Date.now() - 5_000), ground), 'taken in');
    });

    it('waits while the registry is silent, and is decided when it is heard; what the sender’s own agency owns waits for nothing', async () => {
      await agreement('active');
      await service.database.query(`update registry_heard set at = now() - interval '301 seconds', counts_until = now() - interval '1 second'`);
      const waiting = await sent(ground);
      await becomes(await sent(), 'taken in');
      expect(await came(waiting)).toBe('under way');
      await send(RegistryAlive, { aggregateId: newId(), payload: {} });
      await becomes(waiting, 'taken in');
    });

    it('by consent leaves a task to the service too when that consent is withdrawn; what was turned back stands in the way of nothing', async () => {
      const consentId = newId();
      await agreement('active', 'consent');
      await becomes(await sent(ground), 'turned back');
      const [id, before] = [await sent({ ...ground, consentIds: [consentId] }), await count('withdrawal_task')];
      await becomes(id, 'taken in');
      const [back] = await service.database.query<{ id: string }>('select id from referral_turned_back limit 1');
      await send(ConsentWithdrawn, {
        aggregateId: consentId, payload: { caseId, referralIds: [id, back!.id], restingIds: [id], recipientAgencyIds: [council], categories: ['identity'], withdrawnAt: new Date().toISOString() },
      });
      await eventually(async () => expect(await count('withdrawal_task')).toBe(before + 1));
    });

    it('is turned back when whoever made it has left', async () => {
      const { membershipId, userId } = referrer;
      await send(MembershipChanged, { aggregateId: membershipId, version: 2, payload: { membershipId, userId, agencyId: council, roles: ['coordinator'], active: false, trainingValidTo: '2099-01-01' } });
      await eventually(async () => expect(await service.database.query('select 1 from membership_projection where user_id = $1 and not active', [userId])).toHaveLength(1));
      await becomes(await sent(), 'turned back');
    });
  });

  it('is on a page of one statement for its referrals and one for its items, however many there are', async () => {
    const sent: string[] = [];
    const stop = onStatement((text) => sent.push(text));
    const { items } = (await service.as(worker).call(listReferrals, { query: {} })).body;
    stop();
    expect(items.length).toBeGreaterThan(1);
    expect([/from "case" /, /with page as materialized/].map((page) => sent.filter((text) => page.test(text)).length)).toEqual([1, 1]);
  });

  it('leaves a receipt with whoever is shown it, told to those whose it is, which replays to the same answer after all of it has changed', async () => {
    const { app } = service.app;
    const query = <Row extends Record<string, unknown>>(statement: string, values: unknown[] = []) => service.database.query<Row>(statement, values);
    const rescuer = await member(council, ['practitioner'], '2099-01-01');
    const recipient = await member(council, ['coordinator'], '2099-01-01');
    const [referral] = await query<{ reference: string; subject_id: string }>('select c.reference, s.subject_id from "case" c join case_subject s on s.case_id = c.id where c.id = $1', [referralId]);
    const { reference, subject_id: subjectId } = referral!;
    const emergency = { reference, name: payload.person.givenName, dateOfBirth: payload.person.dateOfBirth, threat: 'Says that they will take their life tonight', categories: ['identity' as const] };
    const accessId = (await service.as(rescuer).call(referralEmergencies.open, { body: emergency })).body.id ?? '';
    expect((await service.as(rescuer).call(referralEmergencies.read, { params: { accessId } })).body.items.map(({ category }) => category)).toEqual(['identity']);

    // A decision to share with one person there, for as long as their agency takes part.
    await query('insert into circle_entry (partnership_id, case_id, agency_id, from_at) values ($1, $2, $3, $4)', [partnershipId, referralId, council, new Date(0)]);
    await service.as(manager).call(referralDisclosures.decide, { params: { caseId: referralId }, body: {
      subjectId, decision: 'share', recipientAgencyId: council, recipientUserId: recipient.userId, requestedBy: '', requestedPosition: '', requestedOn: null, categories: { identity: ['givenName'] },
      described: 'The first name', purpose: 'To greet them', basis: 'public-task', gateway: 'cda-1998-s115', necessity: 'To plan', proportionality: 'One name', considered: 'Asking', specialCategoryCondition: null,
      criminalOffenceCondition: null, policyDocument: '', dpia: '', advice: '', security: '', retention: '', told: true, whyNotTold: '', reasons: 'It is needed', export: false, until: new Date(Date.now() + 86_400_000).toISOString(),
    } });
    const shown = await app.get(Database).transaction(recipient, () => {
      const sharing = app.get(Sharing);
      return sharing.items(StoredItem, sharing.question(recipient), { where: sql`i.case_id = ${referralId}::uuid`, orderBy: sql`i.id`, limit: 10 });
    });
    expect(shown.map(({ fields }) => fields)).toEqual([['givenName']]);

    const routes = receiptRoutes('referrals');
    const seen = async (who: Member) => service.as(who).call(routes.ofCase, { params: { caseId: referralId }, query: {} });
    const told = (await seen(manager)).body.items;
    expect(told.map(({ userId, fields, why }) => [userId, fields, why])).toEqual([
      [recipient.userId, ['givenName'], [expect.stringMatching(/^Shared by a decision of /)]],
      [rescuer.userId, ['dateOfBirth', 'familyName', 'givenName', 'school'], [expect.stringMatching(/^Opened in an emergency on /)]],
    ]);
    // The agency that was shown it knows what its own people saw; whoever is kept from it knows nothing.
    expect((await seen(recipient)).body.items).toEqual(told);
    expect((await seen(abuser)).status).toBe(404);

    await query('insert into must_not_receive (partnership_id, subject_id, agency_id, from_at) values ($1, $2, $3, $4)', [partnershipId, subjectId, council, new Date(0)]);
    await query(`update item set marking = 'victim-safety', version = version + 1 where case_id = $1`, [referralId]);
    await query('update disclosure set revoked_at = now(), version = version + 1');
    await query('update membership_projection set active = false, version = version + 1 where agency_id = $1', [council]);
    const replayed = (receiptId: string) => app.get(Database).transaction(scopeOf(partnershipId), () => app.get(Replays).replay(partnershipId, receiptId));
    const receipts = await query<{ id: string; fields: string[]; reasons: string[] }>('select id, fields, reasons from share_receipt');
    expect(receipts).toHaveLength(2);
    for (const { id, fields, reasons } of receipts) expect(await replayed(id)).toEqual({ answer: { decision: 'permit', fields, reasons }, agrees: true });
    const replay = (who: Member) => service.as(who).call(routes.replay, { params: { receiptId: told[0]!.id } });
    expect((await replay(manager)).status).toBe(404);
    await query(`update item set marking = 'none', version = version + 1 where case_id = $1`, [referralId]);
    expect((await replay(manager)).body).toMatchObject({ agrees: true, caseId: referralId });
    await query(`update share_receipt set fields = '{school}' where id = $1`, [told[0]!.id]);
    expect((await replay(manager)).body).toMatchObject({ agrees: false });
  });

  it('is asked to be erased when casework erased the person, and is by one who did not ask for it there', async () => {
    const routes = erasureRoutes('referrals');
    const governor = await member(outreach, ['information-governance']);
    const listed = async (who: Member) => (await service.as(who).call(routes.list, { query: {} })).body.items;
    await send(CROSSINGS['jag-cases'].personErased, { aggregateId: newId(), payload: { referralIds: [referralId], ground: 'objection' } });
    await eventually(async () => expect(await listed(governor)).toMatchObject([{ caseId: referralId, state: 'asked', askedByUserId: null, reference: null, mayDecide: true }]));
    expect(await listed(await member(council, ['information-governance']))).toEqual([]);
    const [{ id, subjectId } = { id: '', subjectId: '' }] = await listed(governor);
    expect((await service.as(governor).call(routes.decide, { params: { erasureId: id }, body: { version: 1, decision: 'erase' } })).body).toEqual({ id, state: 'erased' });
    const page = await read(manager);
    expect(JSON.stringify(page)).not.toMatch(/Peregrine|Wants a mentor|Spoke at the gate/);
    expect(await service.database.query('select 1 from search_token where subject_id = $1', [subjectId])).toEqual([]);
    // Casework hears of it, and has nothing left to ask.
    expect(await service.database.query(`select payload from outbox where type = $1`, [CROSSINGS.referrals.personErased.type])).toEqual([{ payload: { referralIds: [referralId], ground: 'objection' } }]);
  });

  it('refuses bad input on every route with a problem of its own', async () => {
    const openapi: unknown = await (await fetch(`${service.url}/openapi.json`)).json();
    const everything = await member(outreach, [...ROLES]);
    const { routes } = await everyRouteRefusesBadInput({ openapi, url: service.url, tokenFor: () => service.surroundings.tokens.tokenFor(everything, 'referrals') });
    expect(routes.length).toBeGreaterThanOrEqual(8);
  });
});
