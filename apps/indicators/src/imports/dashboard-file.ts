import type { ArrowConvention, Rag } from '@concordat/contracts-indicators';
import { codeOf } from '../measures/code.js';
import { inferredUnit, knownPolarity } from '../measures/known-measures.js';
import { readPeriod } from '../periods/notation.js';
import type { Period } from '../periods/period.js';
import { readValue, shortened, type Reading } from '../values/value.js';
import type { AreaDraft, FileDraft, MarkDraft, MeasureDraft, ObservationDraft, ReadOptions } from './draft.js';
import { FaultList } from './fault.js';
import { areaOf, cellFault } from './observations-file.js';
import { readTable, type Headings, type TableRow } from './table-file.js';

export interface DashboardOptions extends ReadOptions {
  /** What the printed arrows follow, where their words do not tell. */
  convention?: ArrowConvention;
}

export const DASHBOARD_HEADINGS: Headings = {
  outcome: ['outcome'],
  outcomeRag: ['outcome_rag', 'outcome rag'],
  indicator: ['indicator', 'measure'],
  area: ['area', 'district'],
  comparison: ['comparison'],
  arrow: ['published_direction_of_travel', 'published_arrow', 'direction of travel', 'arrow'],
  progress: ['published_progress', 'progress', 'rag'],
  quartile: ['county_comparison', 'comparison quartile'],
};

const ARROWS: Readonly<Record<string, ArrowConvention | 'either'>> = {
  up: 'movement', down: 'movement', improving: 'travel', worsening: 'travel', better: 'travel', worse: 'travel', level: 'either', '': 'either',
};

const RAGS: Readonly<Record<string, Rag>> = { g: 'green', green: 'green', a: 'amber', amber: 'amber', r: 'red', red: 'red', grey: 'grey' };

/** What an empty mark is printed as. */
const NO_MARK = new Set(['', '-', 'n/a', '..']);

/**
 * The period that a header ends with: `previous_year_2013_14`, `latest_12_months_to_mar_2015`. The longest ending that
 * can be read is the one meant.
 */
export function periodOfHeader(header: string): Period | null {
  const words = header.trim().split(/[_\s]+/);
  for (let from = 0; from < words.length; from++) {
    for (const text of [words.slice(from).join(' '), words.slice(from).join('-')]) {
      const reading = readPeriod(text, { hyphenated: 'financial-year' });
      if (reading.kind === 'period') return reading.period;
    }
  }
  return null;
}

/** Reads a printed dashboard: indicators with values under headers that name periods, and the marks that a person gave. */
export async function readDashboardFile(file: string, options: DashboardOptions = {}): Promise<FileDraft> {
  const table: TableRow[] = [];
  const { rows } = await readTable(file, { headings: DASHBOARD_HEADINGS, required: ['indicator'], ...options }, (row) => table.push(row));
  const faults = new FaultList(file);
  const [first] = table;
  const periods = (first?.names ?? []).flatMap((header): [string, Period][] => {
    const period = header in DASHBOARD_HEADINGS ? null : periodOfHeader(header);
    return period === null ? [] : [[header, period]];
  });
  if (first !== undefined && periods.length === 0 && !first.has('arrow')) faults.add(1, 1, 'no column has a period in its header, and none holds arrows');
  const convention = conventionOf(table, options, faults);
  const found = new FoundDashboard();
  for (const row of table) readDashboardRow(row, periods, convention, found, file, faults);
  faults.throwIfAny();
  return { kind: 'dashboard', file, rows, measures: found.measures, areas: found.areas, observations: found.observations, coverage: [], marks: found.marks, actions: [] };
}

class FoundDashboard {
  readonly measures = new Map<string, MeasureDraft>();
  readonly areas = new Map<string, AreaDraft>();
  readonly observations: ObservationDraft[] = [];
  readonly marks: MarkDraft[] = [];
  /** Indicator, area and comparison of each row. */
  readonly seen = new Set<string>();
  /** Indicator, area and period of each value. */
  readonly places = new Set<string>();
}

/** The one convention that all arrows of the file can follow. */
function conventionOf(table: readonly TableRow[], options: DashboardOptions, faults: FaultList): ArrowConvention {
  let found: ArrowConvention | null = options.convention ?? null;
  for (const row of table) {
    const arrow = row.cell('arrow').toLowerCase();
    const means = NO_MARK.has(arrow) ? 'either' : ARROWS[arrow];
    if (means === undefined) cellFault(faults, row, 'arrow', `"${shortened(arrow)}" is not an arrow: up, down, level, improving or worsening`);
    else if (means !== 'either' && found !== null && found !== means) cellFault(faults, row, 'arrow', `"${arrow}" follows another convention than the arrows before it`);
    else if (means !== 'either') found = means;
  }
  if (found === null && table.some((row) => row.has('arrow')) && faults.faults.length === 0) {
    faults.add(1, 1, 'say what the arrows follow: --convention movement (of the number) or travel (better and worse)');
  }
  return found ?? 'movement';
}

function readDashboardRow(row: TableRow, periods: readonly [string, Period][], convention: ArrowConvention, found: FoundDashboard, file: string, faults: FaultList): void {
  const name = row.cell('indicator');
  const code = codeOf(name);
  if (code === '') {
    cellFault(faults, row, 'indicator', 'the indicator is missing');
    return;
  }
  const area = areaOf(row.cell('area'));
  const comparison = row.cell('comparison') || 'previous-year';
  const key = `${code} ${area.code} ${comparison}`;
  if (found.seen.has(key)) {
    cellFault(faults, row, 'indicator', 'a row before it gives the same indicator, area and comparison');
    return;
  }
  found.seen.add(key);
  const values = periods.flatMap(([header, period]) => {
    const reading = readValue(row.cell(header));
    if (reading.kind === 'unreadable') cellFault(faults, row, header, reading.problem);
    return reading.kind === 'value' ? [{ ...reading, period: periodOfNote(reading) ?? period }] : [];
  });
  found.areas.set(area.code, area);
  if (!found.measures.has(code)) {
    found.measures.set(code, { code, name, unit: inferredUnit(name, values), polarity: knownPolarity(name), source: file.replace(/^.*[\\/]/, '') });
  }
  for (const { period, value, note } of values) {
    const place = `${code} ${area.code} ${period.start} ${period.end}`;
    if (found.places.has(place)) cellFault(faults, row, 'indicator', 'two cells give the same indicator, area and period');
    found.places.add(place);
    found.observations.push({ measureCode: code, areaCode: area.code, period, stream: '', value, numerator: null, denominator: null, status: 'final', note });
  }
  found.marks.push({
    measureCode: code,
    areaCode: area.code,
    comparison,
    outcome: row.cell('outcome') || null,
    outcomeRag: ragOfCell(row, 'outcomeRag', faults),
    arrow: mark(row.cell('arrow')),
    convention,
    progress: ragOfCell(row, 'progress', faults),
    quartile: mark(row.cell('quartile')),
  });
}

const mark = (cell: string): string | null => (NO_MARK.has(cell.toLowerCase()) ? null : cell);

function ragOfCell(row: TableRow, column: string, faults: FaultList): Rag | null {
  const cell = row.cell(column).toLowerCase();
  if (NO_MARK.has(cell)) return null;
  const rag = RAGS[cell];
  if (rag === undefined) cellFault(faults, row, column, `"${shortened(cell)}" is not a RAG mark`);
  return rag ?? null;
}

/** `55.4% (Q3 2014-15)`: the footnote says another period than the header. */
function periodOfNote(reading: Extract<Reading, { kind: 'value' }>): Period | null {
  const [, inside] = /^[([](.*)[)\]]$/.exec(reading.note) ?? [];
  const period = inside === undefined ? null : readPeriod(inside);
  return period?.kind === 'period' ? period.period : null;
}
