import { listFigureCases, readCaseworkFigures, type CaseworkMeasure, type PeopleFigure } from '@concordat/contracts-indicators';
import { CaseChanged } from '@concordat/contracts-jag-cases';
import { newId, type RouteClient } from '@concordat/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import { TestIndicators, type TestPartnership } from './indicators.js';

const value = (number: number): PeopleFigure => ({ kind: 'value', value: number });
const small: PeopleFigure = { kind: 'small' };
const hidden: PeopleFigure = { kind: 'hidden' };
const open: PeopleFigure = { kind: 'open' };
const none: PeopleFigure = { kind: 'none' };

describe('casework figures', () => {
  let indicators: TestIndicators;
  let partnership: TestPartnership;

  beforeAll(async () => {
    indicators = await TestIndicators.start();
  });
  afterAll(() => indicators.close());
  beforeEach(async () => {
    partnership = await indicators.aPartnership();
  });

  /** Quarters, and then the year, of one row. */
  const row = async (reader: RouteClient, measure: CaseworkMeasure, year = '2023-24'): Promise<PeopleFigure[]> => {
    const { body } = await reader.call(readCaseworkFigures, { query: { year } });
    const found = body.rows.find((one) => one.measure === measure);
    return found ? [...found.quarters, found.year] : [];
  };

  it('move for a manager as events arrive', async () => {
    const now = DateTime.now().setZone('Europe/London');
    const { body: before } = await partnership.manager.call(readCaseworkFigures, { query: {} });
    expect(before).toMatchObject({ exact: true, rows: expect.arrayContaining([expect.objectContaining({ name: 'Cases managed via Youth JAG' })]) });
    const at = now.minus({ minutes: 5 }).toJSDate().toISOString();
    const caseId = await indicators.aCase(partnership, { nominatedAt: at });
    await indicators.aCase(partnership, { id: caseId, version: 2, state: 'accepted', nominatedAt: at, acceptedAt: at });
    await indicators.aReferral(partnership, { caseId, requestedAt: at, firstContactAt: now.toJSDate().toISOString() });
    await indicators.aCase(partnership, { id: caseId, version: 3, state: 'closed', nominatedAt: at, acceptedAt: at, closedAt: at, outcome: 'resolved', positive: true });
    const { body } = await partnership.manager.call(readCaseworkFigures, { query: {} });
    const year = Object.fromEntries(body.rows.map((one) => [one.measure, one.year]));
    expect(year).toMatchObject({
      nominations: value(1), 'cases-managed': value(1), 'cases-closed': value(1), 'positive-outcomes': value(1), referrals: value(1), 'first-contacts': value(1),
    });
    expect((await partnership.practitioner.call(readCaseworkFigures, { query: {} })).body.rows.every((one) => one.year.kind === 'open')).toBe(true);
  });

  it('open to the cases behind them, for a manager of the forum’s agency alone', async () => {
    const caseId = await indicators.aCase(partnership, { nominatedAt: '2023-05-02T09:00:00.000Z' });
    const later = await indicators.aCase(partnership, { nominatedAt: '2023-08-02T09:00:00.000Z' });
    const elsewhere = await indicators.aCase(partnership, { nominatedAt: '2023-05-02T09:00:00.000Z', ownerAgencyId: newId() });
    const behind = async (reader: RouteClient, quarter?: '1' | '2' | '3') =>
      reader.call(listFigureCases, { query: { measure: 'nominations', forum: 'youth-jag', year: '2023-24', ...(quarter === undefined ? {} : { quarter }) } });
    expect((await behind(partnership.manager, '1')).body).toEqual({ caseIds: [caseId], next: null });
    expect((await behind(partnership.manager, '3')).body).toEqual({ caseIds: [], next: null });
    const year = (await behind(partnership.manager)).body.caseIds;
    expect(year).toEqual([caseId, later].sort());
    expect(year).not.toContain(elsewhere);
    expect((await behind(partnership.practitioner, '1')).status).toBe(403);
  });

  it('are the same when events come twice, late and in another order', async () => {
    const caseId = newId();
    const [nominatedAt, acceptedAt, closedAt] = ['2023-05-02T09:00:00.000Z', '2023-06-01T09:00:00.000Z', '2023-11-01T09:00:00.000Z'];
    await indicators.aReferral(partnership, { caseId, requestedAt: '2023-06-10T22:30:00.000Z', firstContactAt: '2023-06-30T23:30:00.000Z' });
    await indicators.aCase(partnership, { id: caseId, version: 3, state: 'closed', nominatedAt, acceptedAt, closedAt, outcome: 'resolved', positive: false });
    await indicators.aCase(partnership, { id: caseId, version: 1, nominatedAt });
    await indicators.aCase(partnership, { id: caseId, version: 2, state: 'accepted', nominatedAt, acceptedAt });
    const twice = { id: newId(), aggregateId: newId(), partnershipId: partnership.id };
    const payload = {
      forumCode: 'youth-jag', ownerAgencyId: partnership.councilId, nominatingAgencyId: newId(), subjectIds: [newId()], state: 'nominated' as const,
      nominatedAt: '2023-07-02T09:00:00.000Z', acceptedAt: null, closedAt: null, outcome: null, positive: null,
    };
    await indicators.tell(CaseChanged, twice, payload);
    await indicators.tell(CaseChanged, twice, payload);
    expect(await row(partnership.manager, 'nominations')).toEqual([value(1), value(1), value(0), value(0), value(2)]);
    expect(await row(partnership.manager, 'cases-managed')).toEqual([value(1), value(1), value(1), value(0), value(1)]);
    expect(await row(partnership.manager, 'cases-closed')).toEqual([value(0), value(0), value(1), value(0), value(1)]);
    expect(await row(partnership.manager, 'positive-outcomes')).toEqual([value(0), value(0), value(0), value(0), value(0)]);
    // 23:30 on 30 June in UTC is 1 July in London: the first contact belongs to the second quarter, 21 days on.
    expect(await row(partnership.manager, 'days-to-first-contact-median')).toEqual([none, value(21), none, none, value(21)]);
  });

  it('show a reader only periods that have ended, and no small number', async () => {
    const quarters = ['2023-04-10', '2023-07-10', '2023-10-10', '2024-01-10'];
    const counts = [3, 5, 0, 6];
    for (const [quarter, day] of quarters.entries()) {
      for (let one = 0; one < (counts[quarter] ?? 0); one++) await indicators.aCase(partnership, { nominatedAt: `${day}T09:00:00.000Z` });
    }
    for (let one = 0; one < 6; one++) {
      await indicators.aCase(partnership, {
        nominatedAt: '2022-05-01T09:00:00.000Z', acceptedAt: '2022-05-02T09:00:00.000Z', closedAt: '2022-06-01T09:00:00.000Z', outcome: 'x', positive: one > 0,
      });
    }
    expect(await row(partnership.practitioner, 'nominations')).toEqual([small, value(5), value(0), value(6), hidden]);
    expect(await row(partnership.schoolManager, 'nominations')).toEqual([small, value(5), value(0), value(6), hidden]);
    expect(await row(partnership.manager, 'nominations')).toEqual([value(3), value(5), value(0), value(6), value(14)]);
    // Of six cases closed five had a positive outcome: showing both would tell of the one that had not.
    expect((await row(partnership.practitioner, 'positive-outcomes', '2022-23'))[0]).toEqual(hidden);
    expect((await row(partnership.practitioner, 'cases-closed', '2022-23'))[0]).toEqual(hidden);
    expect((await row(partnership.practitioner, 'nominations', '2022-23'))).toEqual([value(6), value(0), value(0), value(0), value(6)]);
    const next = String(DateTime.now().year + 1);
    expect(await row(partnership.practitioner, 'nominations', `${next}-${String((Number(next) + 1) % 100).padStart(2, '0')}`)).toEqual([open, open, open, open, open]);
  });

  it('stand as they were published, whatever is recorded, reopened or rebuilt later', async () => {
    const [nominatedAt, acceptedAt, closedAt] = ['2023-05-02T09:00:00.000Z', '2023-05-10T09:00:00.000Z', '2023-06-01T09:00:00.000Z'];
    const closed = { nominatedAt, acceptedAt, closedAt, state: 'closed' as const, outcome: 'x', positive: true };
    const ids: string[] = [];
    for (let one = 0; one < 5; one++) ids.push(await indicators.aCase(partnership, closed));
    const published = async (measure: CaseworkMeasure) => row(partnership.practitioner, measure);
    const before = [await published('nominations'), await published('cases-closed'), await published('cases-managed')];
    expect(before[0]).toEqual([value(5), value(0), value(0), value(0), value(5)]);
    for (let one = 0; one < 6; one++) await indicators.aCase(partnership, closed);
    await indicators.aCase(partnership, { id: ids[0]!, version: 2, nominatedAt, acceptedAt, state: 'accepted' });
    await indicators.command('rebuild');
    expect([await published('nominations'), await published('cases-closed'), await published('cases-managed')]).toEqual(before);
    expect((await row(partnership.manager, 'nominations'))[0]).toEqual(value(11));
    expect((await row(partnership.manager, 'cases-closed'))[0]).toEqual(value(10));
  });

  it('are open to everybody for a period that has not begun', async () => {
    await indicators.aCase(partnership, { nominatedAt: '2023-05-02T09:00:00.000Z', acceptedAt: '2023-05-10T09:00:00.000Z', state: 'accepted' });
    const next = DateTime.now().year + 1;
    const year = `${String(next)}-${String((next + 1) % 100).padStart(2, '0')}`;
    expect(await row(partnership.manager, 'cases-managed', year)).toEqual([open, open, open, open, open]);
  });

  it('count for a manager the cases of their own agency’s forums, and the referrals from them, alone', async () => {
    const own = await indicators.aCase(partnership, {});
    await indicators.aCase(partnership, { ownerAgencyId: newId() });
    await indicators.aReferral(partnership, { caseId: own });
    await indicators.aReferral(partnership, { caseId: null });
    expect(await row(partnership.manager, 'nominations')).toEqual([value(1), value(0), value(0), value(0), value(1)]);
    expect(await row(partnership.manager, 'referrals')).toEqual([value(1), value(0), value(0), value(0), value(1)]);
  });

  it('are the same after they are rebuilt from the facts, and right again after harm', async () => {
    const caseId = await indicators.aCase(partnership, { acceptedAt: '2023-05-03T09:00:00.000Z', state: 'accepted' });
    await indicators.aReferral(partnership, { caseId, firstContactAt: '2023-05-20T09:00:00.000Z' });
    const all = async () => (await partnership.manager.call(readCaseworkFigures, { query: { year: '2023-24' } })).body;
    const before = await all();
    expect((await indicators.command('rebuild')).printed).toContain(`${partnership.name}: 2 records counted again, 4 counts, no figure changed\n`);
    expect(await all()).toEqual(before);
    await indicators.service.database.query('delete from casework_count where partnership_id = $1', [partnership.id]);
    expect(await all()).not.toEqual(before);
    expect((await indicators.command('rebuild')).printed).toContain('2 records counted again, 4 counts, figures changed');
    expect(await all()).toEqual(before);
  });

  it('of another partnership are not counted', async () => {
    await indicators.aCase(partnership, {});
    const other = await indicators.aPartnership('Elsewhere', []);
    expect(await row(other.manager, 'nominations')).toEqual([value(0), value(0), value(0), value(0), value(0)]);
  });
});
