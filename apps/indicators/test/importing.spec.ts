import { readDashboard, readSeries, listImports, listMeasures, listPlannedActions, listPublishedMarks } from '@concordat/contracts-indicators';
import { findUnprotectedTables } from '@concordat/platform-persistence';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestIndicators, type TestPartnership } from './indicators.js';
import { streetFile, Workspace, type StreetCrime } from './workspace.js';

const times = (count: number, crime: StreetCrime): StreetCrime[] => Array.from({ length: count }, () => crime);

describe('importing', () => {
  let indicators: TestIndicators;
  let workspace: Workspace;
  let partnership: TestPartnership;

  beforeAll(async () => {
    indicators = await TestIndicators.start();
    workspace = await Workspace.make();
  });
  afterAll(async () => {
    await indicators.close();
    await workspace.remove();
  });
  beforeEach(async () => {
    partnership = await indicators.aPartnership();
  });

  const imported = (kind: string, ...files: string[]) => indicators.command('import', kind, '--partnership', partnership.id, ...files);
  const series = async (measure: string, area: string, ...range: string[]): Promise<string[]> => {
    const { printed } = await indicators.command('series', '--partnership', partnership.id, '--measure', measure, '--area', area, ...range);
    return printed.trimEnd().split('\n').slice(1);
  };

  it('adds up a street file by district and month; the same file again changes nothing', async () => {
    const october = await workspace.file('october.csv', streetFile([...times(3, {}), ...times(2, { lsoa: 'Hinckley and Bosworth 001A' }), { type: 'Anti-social behaviour' }]));
    const november = await workspace.file('november.csv', streetFile(times(5, { month: '2018-11' })));
    expect(await imported('police-uk', october, november)).toEqual({
      status: 0, errors: [], printed: `${october}: 6 rows read, 5 observations added, 0 restated, 0 unchanged\n${november}: 5 rows read, 2 observations added, 0 restated, 0 unchanged\n`,
    });
    expect(await series('police-uk/burglary', 'Blaby')).toEqual(['2018-10-01,2018-11-01,3,final', '2018-11-01,2018-12-01,5,final']);
    expect(await series('police-uk/all-crime', 'hinckley & bosworth')).toEqual(['2018-10-01,2018-11-01,2,final']);
    expect(await series('police-uk/burglary', 'blaby', '--from', '2018-11')).toEqual(['2018-11-01,2018-12-01,5,final']);
    expect(await series('police-uk/burglary', 'blaby', '--to', '2018-10')).toEqual(['2018-10-01,2018-11-01,3,final']);
    expect(await series('police-uk/burglary', 'blaby', '--to', '2018-11-01')).toEqual(['2018-10-01,2018-11-01,3,final']);
    const rows = () => indicators.service.database.query('select * from observation where partnership_id = $1 order by id', [partnership.id]);
    const before = await rows();
    expect((await imported('police-uk', october, november)).printed).toContain('6 rows read, 0 observations added, 0 restated, 5 unchanged');
    expect(await rows()).toEqual(before);
    expect((await partnership.manager.call(listImports, { query: {} })).body.items.map(({ fileName, added }) => [fileName, added])).toEqual([['november.csv', 2], ['october.csv', 5]]);
  });

  it('replaces a force’s month by another file’s, and keeps the old values readable', async () => {
    await imported('police-uk', await workspace.file('first.csv', streetFile([...times(3, {}), ...times(2, { type: 'Robbery' }), ...times(4, { lsoa: 'Rugby 001A' })])));
    const second = await workspace.file('second.csv', streetFile([...times(7, {}), ...times(4, { lsoa: 'Rugby 001A' })]));
    expect((await imported('police-uk', second)).printed).toBe(`${second}: 11 rows read, 0 observations added, 3 restated, 2 unchanged\n`);
    expect(await series('police-uk/burglary', 'Blaby')).toEqual(['2018-10-01,2018-11-01,7,restated']);
    expect(await series('police-uk/robbery', 'Blaby')).toEqual(['2018-10-01,2018-11-01,0,restated']);
    const { body } = await partnership.practitioner.call(readSeries, { query: { measure: 'police-uk/burglary', area: 'blaby' } });
    expect(body.points).toMatchObject([{ value: 7, status: 'restated', replaced: [{ value: 3, status: 'final' }] }]);
  });

  it('adds what two forces recorded in one district, and replaces each force’s part alone', async () => {
    const derbyshire = { force: 'Derbyshire Constabulary', lsoa: 'South Derbyshire 001A' };
    await imported('police-uk', await workspace.file('a.csv', streetFile(times(2, { lsoa: 'South Derbyshire 001A' }))), await workspace.file('b.csv', streetFile(times(40, derbyshire))));
    expect(await series('police-uk/all-crime', 'South Derbyshire')).toEqual(['2018-10-01,2018-11-01,42,final']);
    await imported('police-uk', await workspace.file('c.csv', streetFile(times(50, derbyshire))));
    expect(await series('police-uk/all-crime', 'South Derbyshire')).toEqual(['2018-10-01,2018-11-01,52,restated']);
  });

  it('imports nothing of any file when one has an error, and says where', async () => {
    const good = await workspace.file('good.csv', streetFile(times(3, {})));
    const bad = await workspace.file('bad.csv', streetFile([{}, { type: 'Jaywalking' }]));
    expect(await imported('police-uk', good, bad)).toEqual({ status: 2, printed: '', errors: [`${bad}:3:10: "Jaywalking" is not a crime type`] });
    expect((await partnership.manager.call(listMeasures, {})).body).toEqual({ measures: [], areas: [] });
    expect((await partnership.manager.call(listImports, { query: {} })).body.items).toEqual([]);
    expect(await indicators.command('series', '--partnership', partnership.id, '--measure', 'police-uk/burglary', '--area', 'Blaby')).toMatchObject({ status: 2, printed: '' });
  });

  it('maps another name of a column once, and remembers it', async () => {
    const file = await workspace.file('other.csv', streetFile(times(3, {})).replace('Crime type', 'Offence'));
    expect(await imported('police-uk', file)).toMatchObject({ status: 2, errors: [`${file}:1:1: there is no column "crime type"`] });
    expect(await imported('police-uk', '--column', 'Offence=Crime type', file)).toMatchObject({ status: 0 });
    expect(await imported('police-uk', file)).toMatchObject({ status: 0, printed: expect.stringContaining('2 unchanged') });
  });

  it('takes observations, printed dashboards and action plans', async () => {
    const crime = await workspace.file(
      'crime.csv',
      'area,indicator,period,value\nBlaby,Total Crime,2018/19,6126\nBlaby,Total Crime,2022/23,6849\nBlaby,Total Crime,2022-ytd,4068\nBlaby,Total Crime,2023-ytd,3914\n',
    );
    expect((await imported('observations', '--year-to-date-end', '12-01', crime)).printed).toBe(`${crime}: 4 rows read, 4 observations added, 0 restated, 0 unchanged\n`);
    const trends = await workspace.file('trends.csv', 'area,indicator,comparison,published_arrow\nBlaby,Total Crime,five-year,up\nBlaby,Total Crime,year-to-date,down\n');
    expect((await imported('dashboard', trends)).status).toBe(0);
    expect((await imported('dashboard', trends)).printed).toContain('0 observations added, 0 restated, 0 unchanged; 0 printed marks added, 0 restated, 2 unchanged');
    const { body } = await partnership.practitioner.call(listPublishedMarks, { query: {} });
    expect(body.items.map(({ comparison, publishedArrow, computed, agrees }) => [comparison, publishedArrow, computed?.change, computed?.movement, agrees])).toEqual([
      ['five-year', 'up', 11.8, 'up', true],
      ['year-to-date', 'down', -3.8, 'level', false],
    ]);
    const plan = await workspace.file('plan.csv', 'priority,theme,action,owner,end_date,impact_measures\nOne,A,Do this,BDC,Mar-24,\n');
    expect((await imported('action-plan', plan)).status).toBe(0);
    const { items } = (await partnership.practitioner.call(listPlannedActions, { query: {} })).body;
    expect(items).toMatchObject([{ priority: 'One', theme: 'A', action: 'Do this', owners: ['BDC'], lastDay: '2024-03-31', impact: '' }]);
    expect(body.items.map((mark) => mark.computedQuartile)).toEqual([null, null]);
    const others = ['Charnwood', 'Harborough', 'Melton'].map((area, place) => `${area},Total Crime,2022/23,${7000 + place}\n`).join('');
    await imported('observations', await workspace.file('county.csv', `area,indicator,period,value\n${others}`));
    const among = (await partnership.practitioner.call(listPublishedMarks, { query: {} })).body.items.map((mark) => mark.computedQuartile);
    expect(among).toEqual(['top', null]);
  });

  it('shows each own district’s crime types by month, with movement', async () => {
    const months = [['2017-10', 100], ['2018-09', 80], ['2018-10', 150]] as const;
    const crimes = months.flatMap(([month, count]) => times(count, { month }));
    await imported('police-uk', await workspace.file('year.csv', streetFile([...crimes, ...times(2, { lsoa: 'Rugby 001A' }), { lsoa: 'Hinckley and Bosworth 001A' }])));
    const { body } = await partnership.practitioner.call(readDashboard, { query: {} });
    expect(body.months.map(({ label }) => label)).toEqual(['October 2017', 'September 2018', 'October 2018']);
    expect(body.districts.map(({ area }) => [area.name, area.own])).toEqual([['Blaby', true], ['Hinckley and Bosworth', true]]);
    const [all, burglary] = body.districts[0]!.measures;
    expect(all?.measure.code).toBe('police-uk/all-crime');
    expect(burglary).toMatchObject({ values: [100, 80, 150], latest: { value: 150 }, movement: { change: 50, z: 3.16, movement: 'up', travel: 'worsening', comparator: { value: 100 } } });
    expect(body.districts[1]!.measures[0]).toMatchObject({ values: [null, null, 1], movement: null });
    const before = await partnership.practitioner.call(readDashboard, { query: { against: 'period-before', months: 1 } });
    expect(before.body.months).toHaveLength(1);
    expect(before.body.districts[0]!.measures[1]?.movement?.comparator).toMatchObject({ value: 80, period: { label: 'September 2018' } });
    expect(body.source.importedAt).not.toBeNull();
  });

  it('keeps each partnership’s figures from the others', async () => {
    await imported('police-uk', await workspace.file('own.csv', streetFile(times(3, {}))));
    const other = await indicators.aPartnership('Elsewhere', ['Blaby']);
    expect((await other.manager.call(listMeasures, {})).body).toEqual({ measures: [], areas: [] });
    expect((await other.manager.call(readSeries, { query: { measure: 'police-uk/burglary', area: 'blaby' } })).status).toBe(404);
    expect((await other.manager.call(readDashboard, { query: {} })).body.districts).toEqual([]);
    expect((await indicators.service.anonymous.call(listMeasures, {})).status).toBe(401);
    expect(await findUnprotectedTables(indicators.service.database.appUrl)).toEqual([]);
  });
});
