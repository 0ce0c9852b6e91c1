import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { streetFile, Workspace } from '../../test/workspace.js';
import { readActionPlan } from './action-plan-file.js';
import { readDashboardFile } from './dashboard-file.js';
import { FaultyFilesError } from './fault.js';
import { readObservations } from './observations-file.js';
import { readPoliceStreet } from './police-street.js';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.make();
});
afterAll(() => workspace.remove());

const faultsOf = async (reading: Promise<unknown>): Promise<string[]> => {
  const error = await reading.then(() => null, (thrown: unknown) => thrown);
  if (!(error instanceof FaultyFilesError)) throw error;
  return error.faults.map(({ line, column, problem }) => `${line}:${column}: ${problem}`);
};

describe('street-level files', () => {
  const count = async (content: string) => {
    const draft = await readPoliceStreet(await workspace.file('2018-10-leicestershire-street.csv', content));
    return { draft, counts: draft.observations.map(({ measureCode, areaCode, period, value }) => `${measureCode} ${areaCode} ${period.start} ${value}`).toSorted() };
  };

  it('count crime types and all crime by district and month, anti-social behaviour apart', async () => {
    const { draft, counts } = await count(
      streetFile([
        {}, {}, { type: 'Violence and sexual offences', lsoa: 'Hinckley and Bosworth 001B' }, { type: 'Anti-social behaviour' }, { lsoa: '' }, { month: '2018-11', type: 'Criminal damage and arson' },
      ]),
    );
    expect(draft.rows).toBe(6);
    expect(counts).toEqual([
      'police-uk/all-crime blaby 2018-10-01 2',
      'police-uk/all-crime blaby 2018-11-01 1',
      'police-uk/all-crime hinckley-and-bosworth 2018-10-01 1',
      'police-uk/all-crime unknown 2018-10-01 1',
      'police-uk/anti-social-behaviour blaby 2018-10-01 1',
      'police-uk/burglary blaby 2018-10-01 2',
      'police-uk/burglary unknown 2018-10-01 1',
      'police-uk/criminal-damage-arson blaby 2018-11-01 1',
      'police-uk/violent-crime hinckley-and-bosworth 2018-10-01 1',
    ]);
    expect([...draft.coverage].map(({ stream, period }) => `${stream} ${period.start}`)).toEqual(['leicestershire 2018-10-01', 'leicestershire 2018-11-01']);
    expect(draft.areas.get('hinckley-and-bosworth')?.name).toBe('Hinckley and Bosworth');
  });

  it('have their columns in any order, and may begin with a byte order mark and end lines in both ways', async () => {
    const { counts } = await count('\uFEFFCrime type,LSOA name,Month\r\nBurglary,"Blaby 002A",2018-10\r\n\r\nBurglary,Blaby 003C,2018-10');
    expect(counts).toEqual(['police-uk/all-crime blaby 2018-10-01 2', 'police-uk/burglary blaby 2018-10-01 2']);
  });

  it('are refused with every fault at its line and column', async () => {
    const file = await workspace.file('bad.csv', streetFile([{ month: '2018-13' }, {}, { type: 'Jaywalking', lsoa: 'Blaby' }, { force: '' }]));
    expect(await faultsOf(readPoliceStreet(file))).toEqual([
      '2:2: "2018-13" is not a month, like 2018-10',
      '4:10: "Jaywalking" is not a crime type',
      '4:9: "Blaby" is not the name of an LSOA: a district and a code',
      '5:3: the force that reported it is missing',
    ]);
  });

  it('are refused when they are no such table', async () => {
    expect(await faultsOf(readPoliceStreet(await workspace.file('a.csv', 'a,b\n1,2\n')))).toEqual(['1:1: there is no column "month"', '1:1: there is no column "lsoa name"', '1:1: there is no column "crime type"']);
    expect(await faultsOf(readPoliceStreet(await workspace.file('b.csv', 'Month,LSOA name,Crime type,Reported by\n2018-10,Blaby 1,Burglary\n2018-10,"Blaby 1,Burglary,x\n')))).toEqual([
      '2:3: the row has 3 cells, and the header 4',
      '3:2: a quotation mark is opened and not closed',
    ]);
    expect(await faultsOf(readPoliceStreet(await workspace.file('c.csv', '')))).toEqual(['1:1: the file is empty']);
    expect(await faultsOf(readPoliceStreet(`${workspace.folder}/none.csv`))).toEqual(['1:1: the file cannot be read (ENOENT)']);
  });
});

describe('tables of observations', () => {
  it('have one notation a column, and an end beside a year to date or asked for', async () => {
    const file = await workspace.file('crime.csv', 'area,indicator,period,value\nBlaby,Hate Crime,2010-11,"1,060*"\nBlaby,Hate Crime,2012-13,-\nBlaby,Hate Crime,2022-ytd,95\nTotal,% satisfied,2018/19,38.9%\n');
    const draft = await readObservations(file, { yearToDateEnd: '12-01' });
    expect(draft.observations.map(({ areaCode, period, value, note, status }) => [areaCode, period.start, period.end, value, note, status])).toEqual([
      ['blaby', '2010-04-01', '2011-04-01', 1060, '*', 'final'],
      ['blaby', '2022-04-01', '2022-12-01', 95, '', 'final'],
      ['partnership', '2018-04-01', '2019-04-01', 38.9, '', 'final'],
    ]);
    expect([...draft.measures.values()].map(({ code, unit }) => [code, unit])).toEqual([['hate-crime', 'count'], ['satisfied', 'percentage']]);
    expect(await faultsOf(readObservations(file))).toEqual([
      '4:3: "2022-ytd" needs its end: a column "end" beside it, or --year-to-date-end MM-DD (the first day after)',
    ]);
  });

  it('are refused for what cannot be read, with lines counted inside quoted cells', async () => {
    const file = await workspace.file('bad.csv', 'indicator,note,period,value,unit\nHate,"two\nlines",2018-10,70x2,count\nHate,,2018-13,5,kilos\nHate,,2018-12,5,count\nHate,,2018-12,5p,count\n');
    expect(await faultsOf(readObservations(file))).toEqual(['3:4: "70x2" is not a value', '4:3: "2018-13" is not a period', '6:4: line 5 gives the same measure, area and period']);
  });

  it('name a measure of a service or a fund under it', async () => {
    const services = await readObservations(await workspace.file('outputs.csv', "service,measure,period,value\nChildren's work,Referrals received,2022-04/2023-03,87\n"));
    expect([...services.measures.keys()]).toEqual(['childrens-work/referrals-received']);
    const fund = await readObservations(await workspace.file('fund.csv', 'fund,funder,year,area,awarded_gbp\nLocality Fund,OPCC,2023-24,Blaby,52665.76\n'));
    expect([...fund.measures.values()]).toMatchObject([{ code: 'locality-fund/awarded', unit: 'money' }]);
    expect(fund.observations).toMatchObject([{ period: { start: '2023-04-01', end: '2024-04-01' }, value: 52665.76 }]);
  });
});

describe('printed dashboards', () => {
  it('give values under headers that name periods, with footnotes that name others', async () => {
    const file = await workspace.file(
      'rag.csv',
      'outcome,outcome_rag,indicator,previous_year_2013_14,latest_12_months_to_mar_2015,published_direction_of_travel,published_progress,county_comparison\n' +
        'Less crime,G,"Total crime rate (per 1,000 population)",47.18,45.79,level,G,Top\nLess crime,G,% reduction,38.9%,55.4% (Q3 2014-15),improving,A,-\n',
    );
    const draft = await readDashboardFile(file);
    expect(draft.observations.map(({ measureCode, period, value }) => [measureCode, period.start, period.end, value])).toEqual([
      ['total-crime-rate-per-1-000-population', '2013-04-01', '2014-04-01', 47.18],
      ['total-crime-rate-per-1-000-population', '2014-04-01', '2015-04-01', 45.79],
      ['reduction', '2013-04-01', '2014-04-01', 38.9],
      ['reduction', '2014-10-01', '2015-01-01', 55.4],
    ]);
    expect(draft.marks).toMatchObject([
      { arrow: 'level', convention: 'travel', progress: 'green', quartile: 'Top' },
      { arrow: 'improving', convention: 'travel', progress: 'amber', quartile: null },
    ]);
  });

  it('say by their words, or are asked, which convention their arrows follow', async () => {
    const numbers = await workspace.file('trends.csv', 'area,indicator,comparison,published_arrow\nBlaby,Hate Crime,five-year,up\nBlaby,Hate Crime,year-to-date,level\n');
    expect((await readDashboardFile(numbers)).marks).toMatchObject([{ convention: 'movement', comparison: 'five-year' }, { convention: 'movement' }]);
    const level = await workspace.file('level.csv', 'area,indicator,comparison,published_arrow\nBlaby,Hate Crime,five-year,level\n');
    expect(await faultsOf(readDashboardFile(level))).toEqual(['1:1: say what the arrows follow: --convention movement (of the number) or travel (better and worse)']);
    expect((await readDashboardFile(level, { convention: 'travel' })).marks).toMatchObject([{ convention: 'travel' }]);
    const mixed = await workspace.file('mixed.csv', 'area,indicator,comparison,published_arrow\nBlaby,A,five-year,up\nBlaby,B,five-year,worsening\n');
    expect(await faultsOf(readDashboardFile(mixed))).toEqual(['3:4: "worsening" follows another convention than the arrows before it']);
  });
});

describe('action plans', () => {
  it('have owners and end dates as people type them', async () => {
    const file = await workspace.file('plan.csv', 'priority,theme,action,owner,end_date,impact_measures\nOne,A,Do this,LCC/ /HBBC/ BDC,Mar – 24,\nOne,A,Do that,CSP,,Less harm\n');
    expect((await readActionPlan(file)).actions).toMatchObject([
      { action: 'Do this', owners: ['LCC', 'HBBC', 'BDC'], end: '2024-04-01' },
      { action: 'Do that', owners: ['CSP'], end: null, impact: 'Less harm' },
    ]);
    expect(await faultsOf(readActionPlan(await workspace.file('bad-plan.csv', 'action,owner,end_date\nDo this,CSP,soon\n')))).toEqual(['2:3: "soon" is not an end: a month, like Mar-24, or nothing']);
  });
});
