import { MEASURE_UNITS, OBSERVATION_STATUSES, POLARITIES, type ObservationStatus } from '@concordat/contracts-indicators';
import { codeOf } from '../measures/code.js';
import { inferredUnit, knownPolarity } from '../measures/known-measures.js';
import { columnNotation, readPeriod, yearToDate, type NotationOptions } from '../periods/notation.js';
import { isDate, type Period } from '../periods/period.js';
import { readValue, shortened, type Reading } from '../values/value.js';
import { WHOLE_PARTNERSHIP, type AreaDraft, type FileDraft, type MeasureDraft, type ObservationDraft, type ReadOptions } from './draft.js';
import { FaultList } from './fault.js';
import { readTable, type Headings, type TableRow } from './table-file.js';

export interface ObservationsOptions extends ReadOptions {
  /** Month and day (`MM-DD`) of the first day after a year to date, where the file gives no end beside it. */
  yearToDateEnd?: string;
}

export const OBSERVATION_HEADINGS: Headings = {
  measure: ['indicator', 'measure'],
  fund: ['fund'],
  code: ['code', 'measure code', 'measure_code'],
  service: ['service'],
  area: ['area', 'district', 'area name', 'local authority'],
  period: ['period', 'year', 'month', 'quarter'],
  end: ['end', 'period end', 'period_end'],
  value: ['value', 'awarded_gbp', 'count'],
  numerator: ['numerator'],
  denominator: ['denominator'],
  unit: ['unit'],
  polarity: ['polarity'],
  status: ['status'],
  note: ['note'],
};

type FoundValue = Extract<Reading, { kind: 'value' }>;

interface FoundRow {
  row: TableRow;
  measure: { code: string; name: string };
  area: AreaDraft;
  period: Period;
  value: FoundValue;
}

/** Reads a table of one observation a row: measure, area, period and value, as people lay them out. */
export async function readObservations(file: string, options: ObservationsOptions = {}): Promise<FileDraft> {
  const table: TableRow[] = [];
  const { rows } = await readTable(file, { headings: OBSERVATION_HEADINGS, required: ['period', 'value'], ...options }, (row) => table.push(row));
  const faults = new FaultList(file);
  if (table[0] !== undefined && !table[0].has('measure') && !table[0].has('fund')) faults.add(1, 1, 'there is no column "indicator"');
  faults.throwIfAny();
  const notation = columnNotation(table.map((row) => row.cell('period')));
  const found = table.flatMap((row) => readRow(row, notation, options, faults) ?? []);
  const measures = measuresOf(found, file, faults);
  const observations = observationsOf(found, measures, faults);
  faults.throwIfAny();
  return {
    kind: 'observations', file, rows, measures, areas: new Map(found.map(({ area }) => [area.code, area])), observations, coverage: [], marks: [], actions: [],
  };
}

/** Adds a fault at the cell of `column`. */
export function cellFault(faults: FaultList, row: TableRow, column: string, problem: string): void {
  const { line, column: number } = row.place(column);
  faults.add(line, number, problem);
}

function readRow(row: TableRow, notation: NotationOptions, options: ObservationsOptions, faults: FaultList): FoundRow | null {
  const measure = measureOf(row);
  if (measure.name === '' || measure.code === '') cellFault(faults, row, 'measure', 'the measure is missing');
  const period = periodOf(row, notation, options);
  if (typeof period === 'string') cellFault(faults, row, 'period', period);
  const value = readValue(row.cell('value'));
  if (value.kind === 'unreadable') cellFault(faults, row, 'value', value.problem);
  const area = areaOf(row.cell('area'));
  if (area.code === '') cellFault(faults, row, 'area', `"${shortened(area.name)}" is not the name of an area`);
  if (value.kind !== 'value' || typeof period === 'string') return null;
  return { row, measure, area, period, value };
}

/** "Total" is the partnership as a whole, as is a table without areas. */
export const areaOf = (name: string): AreaDraft => (name === '' || /^total$/i.test(name) ? WHOLE_PARTNERSHIP : { code: codeOf(name), name });

/** A measure's name and code; one of a service or a fund stands under it. */
function measureOf(row: TableRow): { code: string; name: string } {
  const [own, service, fund] = [row.cell('measure'), row.cell('service'), row.cell('fund')];
  if (fund !== '') return { name: `${fund}: awarded`, code: `${codeOf(fund)}/awarded` };
  const name = service === '' ? own : `${service}: ${own}`;
  const code = row.cell('code') || (service === '' ? codeOf(own) : `${codeOf(service)}/${codeOf(own)}`);
  return { name, code };
}

function periodOf(row: TableRow, notation: NotationOptions, options: ObservationsOptions): Period | string {
  const reading = readPeriod(row.cell('period'), notation);
  if (reading.kind === 'period') return reading.period;
  if (reading.kind === 'unreadable') return reading.problem;
  const end = row.cell('end') || endInYear(reading.start, options.yearToDateEnd);
  if (end === '') return `"${shortened(row.cell('period'))}" needs its end: a column "end" beside it, or --year-to-date-end MM-DD (the first day after)`;
  return (isDate(end) ? yearToDate(reading.start, end) : null) ?? `"${shortened(end)}" is not an end of the year to date that began on ${reading.start}`;
}

/** The date of a month and day within the year that begins on `start`, 1 April. */
function endInYear(start: string, monthAndDay: string | undefined): string {
  if (monthAndDay === undefined) return '';
  return `${Number(start.slice(0, 4)) + (monthAndDay <= '04-01' ? 1 : 0)}-${monthAndDay}`;
}

/** Each measure once; its unit and polarity from their columns, else from its name and all of its values. */
function measuresOf(found: readonly FoundRow[], file: string, faults: FaultList): Map<string, MeasureDraft> {
  const measures = new Map<string, MeasureDraft>();
  const byCode = Map.groupBy(found, ({ measure }) => measure.code);
  for (const [code, rows] of byCode) {
    const [first] = rows;
    if (first === undefined) continue;
    const { name } = first.measure;
    const isMoney = first.row.has('fund');
    measures.set(code, {
      code,
      name,
      unit: choiceOf(rows, 'unit', MEASURE_UNITS, faults) ?? (isMoney ? 'money' : inferredUnit(name, rows.map(({ value }) => value))),
      polarity: choiceOf(rows, 'polarity', POLARITIES, faults) ?? knownPolarity(name),
      source: file.replace(/^.*[\\/]/, ''),
    });
  }
  return measures;
}

/** The first value of a column that takes one of a few words; a fault for any other word. */
function choiceOf<Choice extends string>(
  rows: readonly FoundRow[],
  column: string,
  choices: readonly Choice[],
  faults: FaultList,
): Choice | null {
  let chosen: Choice | null = null;
  for (const { row } of rows) {
    const cell = row.cell(column).toLowerCase();
    if (cell === '') continue;
    const choice = choices.find((one) => one === cell);
    if (choice === undefined) cellFault(faults, row, column, `"${shortened(cell)}" is not one of ${choices.join(', ')}`);
    else chosen ??= choice;
  }
  return chosen;
}

function observationsOf(found: readonly FoundRow[], measures: ReadonlyMap<string, MeasureDraft>, faults: FaultList): ObservationDraft[] {
  const seen = new Map<string, number>();
  return found.map(({ row, measure, area, period, value }) => {
    const key = `${measure.code} ${area.code} ${period.start} ${period.end}`;
    const before = seen.get(key);
    if (before !== undefined) cellFault(faults, row, 'value', `line ${before} gives the same measure, area and period`);
    seen.set(key, before ?? row.place('value').line);
    if (measures.get(measure.code)?.unit === 'count' && (value.value < 0 || !Number.isInteger(value.value))) {
      cellFault(faults, row, 'value', `"${shortened(row.cell('value'))}" is not a count`);
    }
    return {
      measureCode: measure.code,
      areaCode: area.code,
      period,
      stream: '',
      value: value.value,
      numerator: partOf(row, 'numerator', faults),
      denominator: partOf(row, 'denominator', faults),
      status: statusOf(row, value, faults),
      note: [value.note, row.cell('note')].filter((text) => text !== '').join(' '),
    };
  });
}

function partOf(row: TableRow, column: string, faults: FaultList): number | null {
  const reading = readValue(row.cell(column));
  if (reading.kind === 'unreadable') cellFault(faults, row, column, reading.problem);
  return reading.kind === 'value' ? reading.value : null;
}

/** The marks `p` and `r` are how publishers say provisional and revised. */
function statusOf(row: TableRow, value: FoundValue, faults: FaultList): ObservationStatus {
  const cell = row.cell('status').toLowerCase();
  if (cell === '') {
    const marks = value.note.toLowerCase().split(' ');
    return marks.includes('p') ? 'provisional' : marks.includes('r') ? 'restated' : 'final';
  }
  const status = OBSERVATION_STATUSES.find((one) => one === cell);
  if (status === undefined) cellFault(faults, row, 'status', `"${shortened(cell)}" is not one of ${OBSERVATION_STATUSES.join(', ')}`);
  return status ?? 'final';
}
