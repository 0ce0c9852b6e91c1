import { readCaseworkFigures, type CaseworkMeasure, type PeopleFigure } from '@concordat/contracts-indicators';
import { CaseChanged } from '@concordat/contracts-jag-cases';
import { everyAnswer, newId, type Member, type RouteClient } from '@concordat/testing';
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

  it('are not for those who can count the cases themselves, by any membership: they count what they may open', async () => {
    for (let one = 0; one < 5; one++) await indicators.aCase(partnership, {});
    const asked = async (reader: RouteClient) => {
      const { published, rows, year, quarters } = (await reader.call(readCaseworkFigures, { query: { year: '2023-24' } })).body;
      expect([year.label, quarters.length]).toEqual(['April 2023 to March 2024', 4]);
      return [published, rows.length];
    };
    expect(await asked(partnership.manager)).toEqual([false, 0]);
    expect(await asked(partnership.practitioner)).toEqual([false, 0]);
    expect(await asked(partnership.analyst)).toEqual([true, 9]);
    expect(await asked(partnership.reader)).toEqual([true, 9]);

    const atSchool = await indicators.aMember(partnership.id, partnership.schoolId, ['practitioner']);
    expect(await asked(indicators.service.as(atSchool))).toEqual([true, 9]);
    await indicators.aMember(partnership.id, partnership.councilId, ['coordinator'], atSchool.userId);
    expect(await asked(indicators.service.as(atSchool))).toEqual([false, 0]);

    // Cases stay with the agency that had them, whoever runs the forum now.
    const ownerAgencyId = newId();
    const formerOwner = indicators.service.as(await indicators.aMember(partnership.id, ownerAgencyId, ['coordinator']));
    expect(await asked(formerOwner)).toEqual([true, 9]);
    await indicators.aCase(partnership, { ownerAgencyId });
    expect(await asked(formerOwner)).toEqual([false, 0]);
  });

  it('are on no route changed by what arrives: for who counts for themselves nothing is, for others nothing but closed quarters', async () => {
    const { service } = indicators;
    const members = [await indicators.aMember(partnership.id, partnership.councilId, ['manager']), await indicators.aMember(partnership.id, partnership.schoolId, ['manager'])];
    const known = { now: { measure: 'police-uk/burglary', area: 'blaby' } };
    const seen = (member: Member) => everyAnswer({ url: service.url, tokenFor: () => service.surroundings.tokens.tokenFor(member, 'indicators'), known });
    const before = await Promise.all(members.map(seen));
    const at = DateTime.now().minus({ minutes: 5 }).toJSDate().toISOString();
    const caseId = await indicators.aCase(partnership, { nominatedAt: at, acceptedAt: at, closedAt: at, state: 'closed', outcome: 'x', positive: true });
    await indicators.aReferral(partnership, { caseId, requestedAt: at, firstContactAt: at });
    expect(await Promise.all(members.map(seen))).toEqual(before);
    const { rows } = (await partnership.reader.call(readCaseworkFigures, { query: {} })).body;
    expect(rows.every((one) => one.year.kind === 'open')).toBe(true);
  });

  it('are the same when events come twice, late and in another order', async () => {
    const [nominatedAt, acceptedAt, closedAt] = ['2023-05-02T09:00:00.000Z', '2023-06-01T09:00:00.000Z', '2023-11-01T09:00:00.000Z'];
    const nominatedLater = {
      forumCode: 'youth-jag', ownerAgencyId: partnership.councilId, nominatingAgencyId: newId(), subjectIds: [newId()], state: 'nominated' as const,
      nominatedAt: '2023-07-02T09:00:00.000Z', acceptedAt: null, closedAt: null, outcome: null, positive: null,
    };
    for (let one = 0; one < 5; one++) {
      const caseId = newId();
      await indicators.aReferral(partnership, { caseId, requestedAt: '2023-06-10T22:30:00.000Z', firstContactAt: '2023-06-30T23:30:00.000Z' });
      await indicators.aCase(partnership, { id: caseId, version: 3, state: 'closed', nominatedAt, acceptedAt, closedAt, outcome: 'resolved', positive: false });
      await indicators.aCase(partnership, { id: caseId, version: 1, nominatedAt });
      await indicators.aCase(partnership, { id: caseId, version: 2, state: 'accepted', nominatedAt, acceptedAt });
      const twice = { id: newId(), aggregateId: newId(), partnershipId: partnership.id };
      await indicators.tell(CaseChanged, twice, nominatedLater);
      await indicators.tell(CaseChanged, twice, nominatedLater);
    }
    expect(await row(partnership.reader, 'nominations')).toEqual([value(5), value(5), value(0), value(0), value(10)]);
    expect(await row(partnership.reader, 'cases-managed')).toEqual([value(5), value(5), value(5), value(0), value(5)]);
    expect(await row(partnership.reader, 'cases-closed')).toEqual([value(0), value(0), value(5), value(0), value(5)]);
    expect(await row(partnership.reader, 'positive-outcomes')).toEqual([value(0), value(0), value(0), value(0), value(0)]);
    // 23:30 on 30 June in UTC is 1 July in London: the first contacts belong to the second quarter.
    expect(await row(partnership.reader, 'first-contacts')).toEqual([value(0), value(5), value(0), value(0), value(5)]);
    // Of five contacts no average is shown.
    expect(await row(partnership.reader, 'days-to-first-contact-median')).toEqual([none, hidden, none, none, hidden]);
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
    expect(await row(partnership.analyst, 'nominations')).toEqual([small, value(5), value(0), value(6), hidden]);
    expect(await row(partnership.reader, 'nominations')).toEqual([small, value(5), value(0), value(6), hidden]);
    // Of six cases closed five had a positive outcome: showing both would tell of the one that had not.
    expect((await row(partnership.analyst, 'positive-outcomes', '2022-23'))[0]).toEqual(hidden);
    expect((await row(partnership.analyst, 'cases-closed', '2022-23'))[0]).toEqual(hidden);
    expect((await row(partnership.analyst, 'nominations', '2022-23'))).toEqual([value(6), value(0), value(0), value(0), value(6)]);
    const next = String(DateTime.now().year + 1);
    expect(await row(partnership.analyst, 'nominations', `${next}-${String((Number(next) + 1) % 100).padStart(2, '0')}`)).toEqual([open, open, open, open, open]);
  });

  it('stand as they were published, whatever is recorded, reopened or rebuilt later', async () => {
    const [nominatedAt, acceptedAt, closedAt] = ['2023-05-02T09:00:00.000Z', '2023-05-10T09:00:00.000Z', '2023-06-01T09:00:00.000Z'];
    const closed = { nominatedAt, acceptedAt, closedAt, state: 'closed' as const, outcome: 'x', positive: true };
    const ids: string[] = [];
    for (let one = 0; one < 5; one++) ids.push(await indicators.aCase(partnership, closed));
    const published = async (measure: CaseworkMeasure) => row(partnership.reader, measure);
    const before = [await published('nominations'), await published('cases-closed'), await published('cases-managed')];
    expect(before[0]).toEqual([value(5), value(0), value(0), value(0), value(5)]);
    for (let one = 0; one < 6; one++) await indicators.aCase(partnership, closed);
    await indicators.aCase(partnership, { id: ids[0]!, version: 2, nominatedAt, acceptedAt, state: 'accepted' });
    await indicators.command('rebuild');
    expect([await published('nominations'), await published('cases-closed'), await published('cases-managed')]).toEqual(before);
  });

  it('are the same after they are rebuilt from the facts, and right again after harm', async () => {
    const caseId = await indicators.aCase(partnership, { acceptedAt: '2023-05-03T09:00:00.000Z', state: 'accepted' });
    await indicators.aReferral(partnership, { caseId, firstContactAt: '2023-05-20T09:00:00.000Z' });
    const all = () =>
      indicators.service.database.query('select measure, source_id, case_id, counted_from, counted_to, amount from casework_count where partnership_id = $1 order by measure, source_id', [partnership.id]);
    const before = await all();
    expect(before).toHaveLength(4);
    expect((await indicators.command('rebuild')).printed).toContain(`${partnership.name}: 2 records counted again, 4 counts, no figure changed\n`);
    expect(await all()).toEqual(before);
    await indicators.service.database.query('delete from casework_count where partnership_id = $1', [partnership.id]);
    expect((await indicators.command('rebuild')).printed).toContain('2 records counted again, 4 counts, figures changed');
    expect(await all()).toEqual(before);
  });

  it('of another partnership are not counted', async () => {
    await indicators.aCase(partnership, {});
    const other = await indicators.aPartnership('Elsewhere', []);
    expect(await row(other.reader, 'nominations')).toEqual([value(0), value(0), value(0), value(0), value(0)]);
  });
});
