import { UNKNOWN_AREA } from '../areas/area.entity.js';
import { codeOf } from '../measures/code.js';
import { months, type Period } from '../periods/period.js';
import { shortened } from '../values/value.js';
import type { AreaDraft, Coverage, FileDraft, MeasureDraft, ObservationDraft, ReadOptions } from './draft.js';
import { readTable, type Headings, type TableRow } from './table-file.js';
import type { FaultList } from './fault.js';

/** Crime types of the street files → slugs of the published API (https://data.police.uk/docs/method/crime-categories/). */
const CRIME_TYPES: Readonly<Record<string, string>> = {
  'Anti-social behaviour': 'anti-social-behaviour',
  'Bicycle theft': 'bicycle-theft',
  Burglary: 'burglary',
  'Criminal damage and arson': 'criminal-damage-arson',
  Drugs: 'drugs',
  'Other crime': 'other-crime',
  'Other theft': 'other-theft',
  'Possession of weapons': 'possession-of-weapons',
  'Public disorder and weapons': 'public-disorder-weapons',
  'Public order': 'public-order',
  Robbery: 'robbery',
  Shoplifting: 'shoplifting',
  'Theft from the person': 'theft-from-the-person',
  'Vehicle crime': 'vehicle-crime',
  'Violence and sexual offences': 'violent-crime',
  'Violent crime': 'violent-crime',
};

const ANTI_SOCIAL_BEHAVIOUR = 'anti-social-behaviour';
const SOURCE = 'data.police.uk, street-level crime';
const NO_PLACE: AreaDraft = { code: UNKNOWN_AREA, name: 'Unknown' };

export const POLICE_STREET_HEADINGS: Headings = {
  month: ['month'],
  force: ['reported by'],
  within: ['falls within'],
  lsoaName: ['lsoa name'],
  crimeType: ['crime type'],
};

const measure = (slug: string, name: string): MeasureDraft => ({ code: `police-uk/${slug}`, name, unit: 'count', polarity: 'lower', source: SOURCE });
const ALL_CRIME = measure('all-crime', 'All crime');
const MEASURES = new Map(Object.entries(CRIME_TYPES).map(([type, slug]) => [type, measure(slug, slug === 'violent-crime' ? 'Violence and sexual offences' : type)]));

/** District of an LSOA: its name less the last word. null when the name has one word alone. */
export function districtOf(lsoaName: string): AreaDraft | null {
  const name = lsoaName.replace(/\s+\S+$/, '').trim();
  return name === lsoaName.trim() || name === '' ? null : { code: codeOf(name), name };
}

function monthOf(text: string): Period | null {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text) ?? [];
  return year === undefined || Number(year) < 1900 ? null : months(Number(year), Number(month));
}

/** The force that a street file's usual name tells: `2018-10-leicestershire-street.csv`. */
const forceOfFile = (file: string): string => /(?:^|[\\/])\d{4}-\d{2}-([a-z-]+)-street\.csv$/.exec(file)?.[1] ?? '';

/** Counts of one file as they grow. */
class StreetCounts {
  readonly counts = new Map<string, ObservationDraft>();
  readonly measures = new Map<string, MeasureDraft>();
  readonly areas = new Map<string, AreaDraft>();
  readonly coverage = new Map<string, Coverage>();

  add(type: MeasureDraft, area: AreaDraft, period: Period, stream: string): void {
    this.coverage.set(`${stream} ${period.start}`, { stream, period });
    this.areas.set(area.code, area);
    const counted = type.code === `police-uk/${ANTI_SOCIAL_BEHAVIOUR}` ? [type] : [type, ALL_CRIME];
    for (const one of counted) {
      this.measures.set(one.code, one);
      const key = `${one.code} ${area.code} ${stream} ${period.start}`;
      const present = this.counts.get(key);
      if (present) present.value += 1;
      else {
        this.counts.set(key, {
          measureCode: one.code, areaCode: area.code, period, stream, value: 1, numerator: null, denominator: null, status: 'final', note: '',
        });
      }
    }
  }
}

/**
 * Reads a street-level file of data.police.uk: one measure for each crime type and one for all crime (anti-social
 * behaviour not included), by district and month. Rows without an LSOA count under the area `unknown`.
 */
export async function readPoliceStreet(file: string, options: ReadOptions = {}): Promise<FileDraft> {
  const found = new StreetCounts();
  const { rows } = await readTable(file, { headings: POLICE_STREET_HEADINGS, required: ['month', 'lsoaName', 'crimeType'], ...options }, (row, faults) =>
    readCrime(row, faults, found),
  );
  return {
    kind: 'police-uk', file, rows, measures: found.measures, areas: found.areas, observations: [...found.counts.values()], coverage: [...found.coverage.values()],
    marks: [], actions: [],
  };
}

function readCrime(row: TableRow, faults: FaultList, found: StreetCounts): void {
  const fault = (column: string, problem: string): void => {
    const { line, column: number } = row.place(column);
    faults.add(line, number, problem);
  };
  const month = monthOf(row.cell('month'));
  if (month === null) fault('month', `"${shortened(row.cell('month'))}" is not a month, like 2018-10`);
  const type = MEASURES.get(row.cell('crimeType'));
  if (type === undefined) fault('crimeType', row.cell('crimeType') === '' ? 'the crime type is missing' : `"${shortened(row.cell('crimeType'))}" is not a crime type`);
  const lsoa = row.cell('lsoaName');
  const area = lsoa === '' ? NO_PLACE : districtOf(lsoa);
  if (area === null) fault('lsoaName', `"${shortened(lsoa)}" is not the name of an LSOA: a district and a code`);
  const stream = codeOf(row.cell('force').replace(/\s+(police|constabulary)$/i, '') || row.cell('within').replace(/\s+(police|constabulary)$/i, '')) || forceOfFile(faults.file);
  if (stream === '') fault('force', 'the force that reported it is missing');
  if (month !== null && type !== undefined && area !== null && stream !== '') found.add(type, area, month, stream);
}
