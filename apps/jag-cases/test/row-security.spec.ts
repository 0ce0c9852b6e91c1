import { countCases, findPeople, listCases, listWaitingCases, readCase, readTimeline } from '@concordat/contracts-jag-cases';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { onStatement } from '@concordat/platform-persistence';
import { newId, type Member } from '@concordat/testing';
import { Client } from 'pg';
import { nominated } from './nominated.js';
import { casework, type World } from './world.js';

/** Whose transaction it is, as the service tells the database; what is left out is nobody. */
interface Session {
  membershipId?: string;
  userId?: string;
  agencyId?: string;
  work?: string;
}

describe('row-level security by the sharing policy', () => {
  let world: World;
  let teacher: Member, coordinator: Member, officer: Member, outsider: Member, readers: Member[];
  let caseId = '';

  beforeAll(async () => {
    world = await casework();
    const { council, school, police, transportPolice } = world.agencies;
    readers = [
      (teacher = await world.member(school, ['practitioner'])),
      (coordinator = await world.member(council, ['coordinator'])),
      (officer = await world.member(police, ['practitioner'])),
      (outsider = await world.member(transportPolice, ['practitioner'])),
    ];
    ({ caseId } = await nominated(world.service.as(teacher)));
    await world.service.database.query('insert into circle_entry (partnership_id, case_id, agency_id, from_at) values ($1, $2, $3, now())', [world.partnershipId, caseId, police]);
  });
  afterAll(() => world.close());

  /** Runs statements as the role that serves, without any condition of the service's. */
  const asking = async <T>(session: Session, work: (client: Client) => Promise<T>): Promise<T> => {
    const client = new Client({ connectionString: world.service.database.appUrl });
    await client.connect();
    try {
      await client.query('begin');
      const { membershipId = '', userId = '', agencyId = '', work: name = '' } = session;
      for (const [key, value] of Object.entries({ partnership_id: world.partnershipId, membership_id: membershipId, user_id: userId, agency_id: agencyId, work: name })) {
        await client.query('select set_config($1, $2, true)', [`app.${key}`, value]);
      }
      return await work(client);
    } finally {
      await client.end();
    }
  };
  const idsOf = async (client: Client, table: 'item' | '"case"'): Promise<string[]> => (await client.query<{ id: string }>(`select id from ${table} order by id`)).rows.map(({ id }) => id);
  const everything = (session: Session): Promise<{ items: string[]; cases: string[] }> =>
    asking(session, async (client) => ({ items: await idsOf(client, 'item'), cases: await idsOf(client, '"case"') }));
  /** What the service's own pages show. */
  const pagesOf = async (member: Member) => {
    const as = world.service.as(member);
    const [page, timeline] = [await as.call(readCase, { params: { caseId } }), await as.call(readTimeline, { params: { caseId }, query: {} })];
    const [list, counts, people] = [
      await as.call(listCases, { query: {} }), await as.call(countCases, {}),
      await as.call(findPeople, { body: { givenName: 'Jordan', familyName: 'Kestrel', dateOfBirth: '2012-03-04' } }),
    ];
    const statuses = [page.status, timeline.status];
    return {
      statuses, items: page.status === 200 ? page.body.items : [], timeline: timeline.status === 200 ? timeline.body.items : [],
      list: list.body, counts: counts.body, people: people.body,
    };
  };

  it('gives a connection that asks for everything what the policy permits its reader, and no more', async () => {
    for (const reader of readers) {
      const { items, list } = await pagesOf(reader);
      const given = await everything(reader);
      expect(given.items).toEqual(items.map(({ id }) => id).sort());
      expect(given.cases).toEqual(list.items.map(({ id }) => id).sort());
    }
    const counts = await Promise.all(readers.map(async (reader) => (await everything(reader)).items.length));
    // School: all it gave; council and police: less; transport police: nothing.
    expect(counts[0]).toBeGreaterThan(counts[2] ?? 0);
    expect(counts[2]).toBeGreaterThan(0);
    expect(counts[3]).toBe(0);
  });

  it('gives nothing where nobody reads, nor to a membership that is another’s or of another agency', async () => {
    const nothing = { items: [], cases: [] };
    expect(await everything({})).toEqual(nothing);
    expect(await everything({ userId: teacher.userId })).toEqual(nothing);
    expect(await everything({ ...teacher, membershipId: coordinator.membershipId })).toEqual(nothing);
    expect(await everything({ ...officer, agencyId: coordinator.agencyId })).toEqual(nothing);
    expect(await everything({ work: 'case.changed' })).toEqual(nothing);
  });

  it('shows frames to the work that is named, and no item', async () => {
    expect(await everything({ work: 'referral.changed' })).toEqual({ items: [], cases: [caseId] });
  });

  it('changes nothing that its reader may not see', async () => {
    const changed = await asking(outsider, async (client) => [
      (await client.query(`update item set marking = 'none' where true`)).rowCount,
      (await client.query(`update "case" set state = 'closed' where id = $1`, [caseId])).rowCount,
    ]);
    expect(changed).toEqual([0, 0]);
  });

  it('tells who owns what is withheld to those of the circle alone, where the owner lets them know', async () => {
    const health = newId();
    const [subject] = await world.service.database.query<{ id: string }>('select subject_id as id from case_subject where case_id = $1', [caseId]);
    await world.service.database.query(
      `insert into item (id, partnership_id, case_id, subject_id, owner_agency_id, category, fields, marking, existence_shown, content, added_by)
       values ($1, $2, $3, $4, $5, 'health', '{summary}', 'none', true, '', $6)`,
      [health, world.partnershipId, caseId, subject?.id, world.agencies.school, teacher.userId],
    );
    const told = (reader: Member) => asking(reader, async (client) => (await client.query('select * from sharing_withheld($1)', [caseId])).rows as unknown[]);
    expect(await told(officer)).toEqual([{ owner_agency_id: world.agencies.school, reason: 'no-agreement' }]);
    expect([await told(teacher), await told(outsider)]).toEqual([[], []]);
    await world.service.database.query(`update item set marking = 'victim-safety' where id = $1`, [health]);
    expect(await told(officer)).toEqual([]);
    await world.service.database.query('delete from item where id = $1', [health]);
  });

  it('is asked by one statement for a page of cases and one for their items, however many there are', async () => {
    for (let more = 0; more < 2; more += 1) await nominated(world.service.as(teacher));
    const statements = async (work: () => Promise<unknown>): Promise<number[]> => {
      const sent: string[] = [];
      const stop = onStatement((text) => sent.push(text));
      await work();
      stop();
      return [/from "case" /, /with page as materialized/].map((page) => sent.filter((text) => page.test(text)).length);
    };
    const as = world.service.as(coordinator);
    expect(await statements(async () => expect((await as.call(listCases, { query: {} })).body.items.length).toBe(3))).toEqual([1, 1]);
    expect(await statements(() => as.call(readTimeline, { params: { caseId }, query: {} }))).toEqual([1, 0]);
  });

  it('gives those that stood longest in their state first, a page after another', async () => {
    const newest = (await world.service.as(coordinator).call(listCases, { query: {} })).body.items.map(({ id }) => id);
    for (const [days, id] of [[1, newest[0]], [9, newest[1]], [4, newest[2]]]) await world.service.database.query('update "case" set since = now() - make_interval(days => $1) where id = $2', [days, id]);
    const pages: string[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const { items, next } = (await world.service.as(coordinator).call(listWaitingCases, { query: { whose: 'agency', size: 1, ...(after === undefined ? {} : { after }) } })).body;
      pages.push(...items.map(({ id }) => id));
      after = next;
    }
    expect(pages).toEqual([newest[1], newest[2], newest[0]]);
  });

  it('is not needed by the lists: their own condition alone leaks nothing', async () => {
    const before = await Promise.all(readers.map(pagesOf));
    const { appRole } = world.service.database;
    await world.service.database.query(`alter role "${appRole}" bypassrls`);
    try {
      const [all] = await world.service.database.query<{ n: number }>('select count(*)::int as n from item');
      expect((await everything(outsider)).items).toHaveLength(all?.n ?? 0);
      expect(await Promise.all(readers.map(pagesOf))).toEqual(before);
    } finally {
      await world.service.database.query(`alter role "${appRole}" nobypassrls`);
    }
  });
});
