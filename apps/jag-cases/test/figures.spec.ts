import type { CaseworkMeasure, PeopleFigure } from '@concordat/contracts-indicators';
import { giveAction, listFigureCases, moveAction, readCase, readCaseFigures, referPerson } from '@concordat/contracts-jag-cases';
import { protectionRoutes } from '@concordat/contracts-protocol';
import { ReferralChanged } from '@concordat/contracts-referrals';
import { eventually, newId, type Member, type RouteClient } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accept } from './moving.js';
import { nominated } from './nominated.js';
import { casework, type World } from './world.js';

const routes = protectionRoutes('jag-cases');
const value = (number: number): PeopleFigure => ({ kind: 'value', value: number });
const none: PeopleFigure = { kind: 'none' };

describe('figures of the cases that a reader may open', () => {
  let world: World;
  let teacher: Member, coordinator: Member, manager: Member, keeper: Member;
  const as = (member: Member): RouteClient => world.service.as(member);
  const year = '2023-24';

  /** Quarters, and then the year, of one row. */
  const row = async (measure: CaseworkMeasure, reader = manager, of = year): Promise<PeopleFigure[]> => {
    const found = (await as(reader).call(readCaseFigures, { query: { year: of } })).body.rows.find((one) => one.measure === measure);
    return found ? [...found.quarters, found.year] : [];
  };
  const behind = async (measure: 'nominations' | 'actions-on-time', quarter?: '1' | '2', reader = manager) =>
    (await as(reader).call(listFigureCases, { query: { measure, year, ...(quarter === undefined ? {} : { quarter }) } })).body.items.map(({ id }) => id);
  /** An accepted case, as if it had been worked on in the year before last. */
  const aCase = async (nominatedAt: string, acceptedAt: string, closedAt: string | null = null, positive: boolean | null = null): Promise<string> => {
    const { caseId } = await nominated(as(teacher));
    await accept(as(coordinator), caseId, coordinator.userId, [world.agencies.police]);
    await world.service.database.query('update "case" set nominated_at = $2, accepted_at = $3, closed_at = $4, positive = $5 where id = $1', [caseId, nominatedAt, acceptedAt, closedAt, positive]);
    return caseId;
  };
  const finishes = async (caseId: string, finishedAt: string, due: string): Promise<string> => {
    const body = { what: 'Visit', agencyId: world.agencies.council, userId: null, due: '2099-02-01', kind: 'prevention' as const, meetingId: null };
    const { id, version } = (await as(coordinator).call(giveAction, { params: { caseId }, body })).body;
    await as(coordinator).call(moveAction, { params: { actionId: id }, body: { version, move: { to: 'done', result: 'Visited' } } });
    await world.service.database.query('update action set finished_at = $2, due = $3 where id = $1', [id, finishedAt, due]);
    return id;
  };
  const isReferred = async (caseId: string, requestedAt: string, firstContactAt: string): Promise<void> => {
    const { people } = (await as(coordinator).call(readCase, { params: { caseId } })).body;
    const body = { subjectId: people[0]!.subjectId, serviceId: world.serviceId, reason: 'A mentor', agreement: { given: true, by: 'person' as const, explanation: null }, safeContact: 'After school' };
    expect((await as(coordinator).call(referPerson, { params: { caseId }, body })).status).toBe(201);
    const [referral] = await world.service.database.query<{ id: string }>('update case_referral set requested_at = $2 where case_id = $1 returning id', [caseId, requestedAt]);
    const told = { caseId, serviceId: world.serviceId, personId: newId(), requestedAt, receivedAt: requestedAt, closedAt: null, outcome: null, outcomeAchieved: null };
    await world.send(ReferralChanged, { aggregateId: referral!.id, payload: { ...told, state: 'allocated', since: requestedAt, firstContactAt: null } });
    await world.send(ReferralChanged, { aggregateId: referral!.id, version: 2, payload: { ...told, state: 'allocated', since: requestedAt, firstContactAt } });
    await eventually(async () => {
      expect(await world.service.database.query('select 1 from case_referral where id = $1 and first_contact_at is not null', [referral!.id])).toHaveLength(1);
    });
  };

  beforeAll(async () => {
    world = await casework();
    const { council, school } = world.agencies;
    teacher = await world.member(school, ['practitioner']);
    coordinator = await world.member(council, ['coordinator', 'practitioner']);
    manager = await world.member(council, ['manager']);
    keeper = await world.member(council, ['practitioner', 'victim-safety']);
  });
  afterAll(() => world.close());

  it('count by quarter of London’s days, and open to the very cases that they count', async () => {
    // 23:30 on 30 June in UTC is 1 July in London.
    const first = await aCase('2023-05-02T09:00:00.000Z', '2023-06-30T23:30:00.000Z', '2023-11-01T09:00:00.000Z', true);
    const second = await aCase('2023-06-30T23:30:00.000Z', '2023-07-20T09:00:00.000Z');
    await isReferred(first, '2023-06-10T22:30:00.000Z', '2023-06-30T23:30:00.000Z');
    await finishes(first, '2023-07-01T09:00:00.000Z', '2023-07-01');
    const late = await finishes(first, '2023-07-02T09:00:00.000Z', '2023-07-01');

    expect(await row('nominations')).toEqual([value(1), value(1), value(0), value(0), value(2)]);
    expect(await row('cases-managed')).toEqual([value(0), value(2), value(2), value(1), value(2)]);
    expect(await row('cases-closed')).toEqual([value(0), value(0), value(1), value(0), value(1)]);
    expect(await row('positive-outcomes')).toEqual([value(0), value(0), value(1), value(0), value(1)]);
    expect(await row('referrals')).toEqual([value(1), value(0), value(0), value(0), value(1)]);
    expect(await row('first-contacts')).toEqual([value(0), value(1), value(0), value(0), value(1)]);
    expect(await row('days-to-first-contact-median')).toEqual([none, value(21), none, none, value(21)]);
    expect(await row('days-to-first-contact-mean')).toEqual([none, value(21), none, none, value(21)]);
    expect(await row('actions-on-time')).toEqual([none, value(50), none, none, value(50)]);
    expect(await behind('nominations')).toEqual([second, first]);
    expect(await behind('nominations', '1')).toEqual([first]);
    expect(await behind('actions-on-time', '2')).toEqual([first]);
    const paged = await as(manager).call(listFigureCases, { query: { measure: 'nominations', forum: 'youth-jag', year, size: 1 } });
    expect((await as(manager).call(listFigureCases, { query: { measure: 'nominations', forum: 'youth-jag', year, size: 1, after: paged.body.next! } })).body).toMatchObject({ items: [{ id: first }], next: null });
    expect((await row('nominations', manager, '2150-51')).every(({ kind }) => kind === 'open')).toBe(true);
    // An action of which the manager may not read what it is counts for them no more than it is listed.
    await world.service.database.query(`update item set marking = 'victim-safety' where id = (select what_item_id from action where id = $1)`, [late]);
    expect((await row('actions-on-time')).at(1)).toEqual(value(100));
  });

  it('are of one’s own agency’s cases, and of nothing for who may open none', async () => {
    for (const outsider of [teacher, await world.member(world.agencies.police, ['manager']), await world.member(world.agencies.council, ['analyst'])]) {
      expect((await as(outsider).call(readCaseFigures, { query: { year } })).body).toEqual({ rows: [] });
      expect(await behind('nominations', undefined, outsider)).toEqual([]);
    }
    expect((await row('nominations', coordinator)).at(-1)).toEqual(value(2));
  });

  it('are for a manager who is kept from a case, to the byte, as if there were no such case', async () => {
    const seen = async () => ({
      rows: (await as(manager).call(readCaseFigures, { query: { year } })).body,
      behind: await Promise.all((['nominations', 'cases-managed', 'cases-closed', 'referrals', 'first-contacts', 'actions-on-time'] as const).map(async (measure) => (await as(manager).call(listFigureCases, { query: { measure, year } })).body)),
    });
    const before = await seen();
    const hidden = await aCase('2023-05-02T09:00:00.000Z', '2023-05-10T09:00:00.000Z', '2023-08-01T09:00:00.000Z', true);
    await isReferred(hidden, '2023-06-10T09:00:00.000Z', '2023-06-12T09:00:00.000Z');
    await finishes(hidden, '2023-07-05T09:00:00.000Z', '2023-07-09');
    const after = await seen();
    expect(after).not.toEqual(before);

    const params = { caseId: hidden };
    const subjectId = (await as(coordinator).call(readCase, { params })).body.people[0]!.subjectId;
    const kept = await as(keeper).call(routes.addToRegister, { params, body: { subjectId, who: { kind: 'user', userId: manager.userId }, until: null, why: 'A relative' } });
    expect(await seen()).toEqual(before);
    expect((await row('nominations', coordinator)).at(0)).toEqual(value(2));
    await as(keeper).call(routes.endInRegister, { params: { ...params, entryId: kept.body.id }, body: { version: 1, why: 'Put right' } });
    expect(await seen()).toEqual(after);

    expect((await as(coordinator).call(routes.exclude, { params, body: { userId: manager.userId, why: 'Works with the family' } })).status).toBe(201);
    expect(await seen()).toEqual(before);
    expect((await row('nominations', coordinator)).at(0)).toEqual(value(2));
  });
});
