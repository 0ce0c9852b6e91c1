import {
  actAs,
  getNames,
  listAgencies,
  listAgreements,
  listDirectoryServices,
  listForums,
  listPeople,
  listStaff,
  getAgency,
  getAgreement,
  getDirectoryService,
  getForum,
  getMembership,
  getPerson,
  getReferenceList,
  recordHistory,
  addAgreement,
  addDirectoryService,
  addForum,
  changeReferenceEntry,
  createPasswordLink,
  endSessions,
  closeAccount,
  closeMembership,
} from '@concordat/contracts-partnership-registry';
import { ROLES } from '@concordat/contracts-protocol';
import { statedRules } from '@concordat/platform-http';
import { findUnprotectedTables, OPEN_TABLES } from '@concordat/platform-persistence';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aMember, everyRouteRefusesBadInput, newId, type Member } from '@concordat/testing';
import { getMigrations } from 'better-auth/db/migration';
import { Client, Pool } from 'pg';
import { createAuthentication } from '../src/accounts/authentication.js';
import { PASSWORD_COST } from '../src/accounts/password-hash.js';
import { PASSWORD, startRegistry, type TestPartnership, type TestRegistry } from './registry.js';

describe('what the registry keeps apart', () => {
  let registry: TestRegistry;
  let here: TestPartnership;
  let there: TestPartnership;
  let hidden: { forumId: string; agreementId: string; serviceId: string; entryId: string };

  beforeAll(async () => {
    registry = await startRegistry();
    here = await registry.aPartnership('Here');
    there = await registry.aPartnership('There');
    const { administrator, agencyId } = there;
    const forum = await administrator.call(addForum, {
      body: {
        code: 'jag', referencePrefix: 'JP', name: 'JAG', purpose: 'problem-solving', subjectKinds: ['place'], minimumAge: null, maximumAge: null,
        criteria: [], ownerAgencyId: agencyId, coreAgencyIds: [], agendaDays: 5,
      },
    });
    const agreement = await administrator.call(addAgreement, { body: { name: 'ISA', validFrom: '2024-01-01', validTo: '2099-01-01', terms: [] } });
    const service = await administrator.call(addDirectoryService, {
      body: {
        name: 'Outreach', providerAgencyId: agencyId, kind: 'outreach', purpose: 'problem-solving', description: '', minimumAge: null, maximumAge: null,
        acknowledgeHours: 24, firstContactHours: 48, signpost: null,
      },
    });
    const list = await administrator.call(getReferenceList, { params: { list: 'purposes' }, query: {} });
    hidden = { forumId: forum.body.id, agreementId: agreement.body.id, serviceId: service.body.id, entryId: list.body.entries[0]?.id ?? '' };
  });
  afterAll(() => registry.close());

  it('has no table that another partnership could read', async () => {
    expect(await findUnprotectedTables(registry.env['CONCORDAT_DATABASE_URL'] ?? '')).toEqual([]);
  });

  it('shows rows of the session’s partnership alone, on a fresh connection and on a reused one', async () => {
    const app = new Client({ connectionString: registry.env['CONCORDAT_DATABASE_URL'] });
    await app.connect();
    try {
      const tables = await registry.database.query<{ name: string }>(
        `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
      );
      const owned = tables.map(({ name }) => name).filter((name) => !Object.hasOwn(OPEN_TABLES, name) && !name.includes('projection'));
      expect(owned).toEqual(expect.arrayContaining(['agency_place', 'agreement', 'directory_service', 'forum', 'membership', 'partnership_profile', 'person', 'reference_entry']));
      for (const table of owned) {
        const count = async (partnershipId: string): Promise<number> => {
          await app.query('begin');
          await app.query(`select set_config('app.partnership_id', $1, true)`, [partnershipId]);
          const { rows } = await app.query<{ foreign: number }>(`select count(*) filter (where partnership_id::text <> $1)::int as foreign from "${table}"`, [partnershipId]);
          await app.query('commit');
          return rows[0]?.foreign ?? -1;
        };
        expect([table, await count(here.partnershipId)]).toEqual([table, 0]);
        expect([table, (await app.query(`select 1 from "${table}"`)).rowCount]).toEqual([table, 0]);
      }
    } finally {
      await app.end();
    }
  });

  it('shows a person their own memberships before a partnership is chosen, and nobody else’s', async () => {
    const app = new Client({ connectionString: registry.env['CONCORDAT_DATABASE_URL'] });
    await app.connect();
    try {
      const seen = async (userId: string, partnershipId: string): Promise<string[]> => {
        await app.query('begin');
        await app.query(`select set_config('app.user_id', $1, true), set_config('app.partnership_id', $2, true)`, [userId, partnershipId]);
        const { rows } = await app.query<{ user_id: string }>('select user_id from membership');
        await app.query('commit');
        return rows.map((row) => row.user_id);
      };
      expect(await seen(there.userId, '')).toEqual([there.userId]);
      expect(await seen(there.userId, here.partnershipId)).toEqual([here.userId]);
      expect(await seen(newId(), '')).toEqual([]);
    } finally {
      await app.end();
    }
  });

  it('answers alike for what another partnership has and what nobody has', async () => {
    const { administrator } = here;
    const absent = newId();
    const version = 1;
    const answers = async (ids: { agencyId: string; userId: string; membershipId: string; forumId: string; agreementId: string; serviceId: string; entryId: string; partnershipId: string }) => {
      const person = { userId: ids.userId };
      const all = await Promise.all([
        administrator.call(getAgency, { params: { agencyId: ids.agencyId } }),
        administrator.call(getPerson, { params: person }),
        administrator.call(createPasswordLink, { params: person }),
        administrator.call(endSessions, { params: person }),
        administrator.call(closeAccount, { params: person, body: { version, why: 'x' } }),
        administrator.call(getMembership, { params: { membershipId: ids.membershipId } }),
        administrator.call(closeMembership, { params: { membershipId: ids.membershipId }, body: { version, why: 'x' } }),
        administrator.call(getForum, { params: { forumId: ids.forumId } }),
        administrator.call(getAgreement, { params: { agreementId: ids.agreementId } }),
        administrator.call(getDirectoryService, { params: { serviceId: ids.serviceId } }),
        administrator.call(changeReferenceEntry, { params: { entryId: ids.entryId }, body: { version, name: 'x', validFrom: '2024-01-01', validTo: null, position: 1 } }),
        administrator.call(recordHistory, { params: { kind: 'person', recordId: ids.userId } }),
        administrator.call(recordHistory, { params: { kind: 'partnership', recordId: ids.partnershipId } }),
        administrator.call(recordHistory, { params: { kind: 'agency', recordId: ids.agencyId } }),
      ]);
      return all.map(({ problem }) => ({ ...problem, instance: null }));
    };
    const nothing = { agencyId: absent, userId: absent, membershipId: absent, forumId: absent, agreementId: absent, serviceId: absent, entryId: absent, partnershipId: absent };
    const foreign = await answers({ ...there, ...hidden });
    expect(foreign).toEqual(await answers(nothing));
    expect(new Set(foreign.map(({ status }) => status))).toEqual(new Set([404]));
    const session = registry.inSession(await registry.signIn(here.email));
    expect((await session.call(actAs, { body: { membershipId: there.membershipId } })).status).toBe(404);
  });

  it('lists and names nothing of another partnership', async () => {
    const { administrator } = here;
    const query = {};
    const lists = await Promise.all([
      administrator.call(listForums, { query }),
      administrator.call(listAgreements, { query }),
      administrator.call(listDirectoryServices, { query }),
    ]);
    expect(lists.map(({ body }) => body.items)).toEqual([[], [], []]);
    expect((await administrator.call(listAgencies, { query })).body.items.map(({ id }) => id)).toEqual([here.agencyId]);
    expect((await administrator.call(listPeople, { query })).body.items.map(({ id }) => id)).toEqual([here.userId]);
    expect((await administrator.call(listStaff, { query })).body.items.map(({ userId }) => userId)).toEqual([here.userId]);
    const names = await administrator.call(getNames, { body: { userIds: [here.userId, there.userId], agencyIds: [here.agencyId, there.agencyId] } });
    expect(names.body).toEqual({ users: { [here.userId]: 'Priya Nair' }, agencies: { [here.agencyId]: 'Blaby District Council' } });
  });

  it('believes a token’s ids only as far as the membership that it names', async () => {
    const self = aMember({ userId: here.userId, membershipId: here.membershipId, partnershipId: here.partnershipId, agencyId: here.agencyId });
    const status = async (member: Member): Promise<number> => (await registry.as(member).call(listPeople, { query: {} })).status;
    expect(await status(self)).toBe(200);
    expect(await status({ ...self, partnershipId: there.partnershipId })).toBe(401);
    expect(await status({ ...self, membershipId: there.membershipId })).toBe(401);
    expect(await status({ ...self, userId: there.userId })).toBe(401);
  });

  it('lets administrators manage and the others read', () => {
    const rules = statedRules(registry.app.app).map(({ method, path, rule }) => `${method} ${path}: ${typeof rule === 'string' ? rule : rule.roles.join(', ')}`);
    expect(rules).toMatchSnapshot();
  });

  it('refuses whatever is not what a route asks for', async () => {
    const everything = await registry.aPerson(here, { roles: [...ROLES] });
    const [membership] = everything.memberships;
    const member = aMember({ userId: everything.id, membershipId: membership?.id ?? '', partnershipId: here.partnershipId, agencyId: here.agencyId });
    const session = await registry.signIn(here.email, PASSWORD);
    const openapi: unknown = await (await fetch(`${registry.url}/openapi.json`)).json();
    const report = await everyRouteRefusesBadInput({
      openapi,
      url: registry.url,
      tokenFor: () => registry.surroundings.tokens.tokenFor(member, 'partnership-registry'),
      publicAuthorization: () => `Session ${session}`,
    });
    expect(report.routes.length).toBeGreaterThan(50);
  }, 240_000);

  it('has the tables that the accounts library asks for', async () => {
    const pool = new Pool({ connectionString: registry.database.ownerUrl, options: '-c search_path=auth' });
    try {
      const auth = createAuthentication({ pool, secret: 'x'.repeat(48), baseURL: 'http://127.0.0.1', passwordCost: PASSWORD_COST, onSessionEnded: () => undefined, onPasswordLink: () => undefined });
      const { toBeCreated, toBeAdded } = await getMigrations(auth.options);
      expect([toBeCreated, toBeAdded]).toEqual([[], []]);
    } finally {
      await pool.end();
    }
  });
});
