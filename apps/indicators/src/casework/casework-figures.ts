import type { OutputOf } from '@concordat/contracts-protocol';
import type { CaseworkMeasure, PeopleFigure, readCaseworkFigures } from '@concordat/contracts-indicators';
import type { KnownForum } from '../forums/forums.js';
import { periodView } from '../observations/difference.js';
import { financialQuarter, financialYear, type Period } from '../periods/period.js';
import { rounded } from '../statistics/equality.js';
import { suppressedParts, suppressedRatio, suppressedYear } from '../suppression/suppression.js';
import type { Counted, Tallies } from './casework-tallies.js';

type Figures = OutputOf<typeof readCaseworkFigures>;
type Row = Figures['rows'][number];

/** The periods of a financial year's table: its four quarters, then the year. */
export const tablePeriods = (year: number): Period[] => [1, 2, 3, 4].map((quarter) => financialQuarter(year, quarter)).concat(financialYear(year));

const QUARTERS = [0, 1, 2, 3];
const YEAR = 4;
const OPEN: PeopleFigure = { kind: 'open' };

export interface TableRequest {
  year: number;
  tallies: Tallies;
  forums: readonly KnownForum[];
  /** Exact and up to the moment, for those who may open the records; otherwise as they may be published. */
  exact: boolean;
  /** Date in Europe/London: a period that has not ended is not published. */
  today: string;
}

/** The casework figures of a financial year, as the reader may see them. */
export function caseworkTable(request: TableRequest): Figures {
  const periods = tablePeriods(request.year);
  const year = financialYear(request.year);
  return {
    year: { ...periodView(year), code: `${request.year}-${String((request.year + 1) % 100).padStart(2, '0')}` },
    quarters: periods.slice(0, YEAR).map(periodView),
    exact: request.exact,
    rows: [...request.forums.flatMap((forum) => forumRows(request, periods, forum)), ...otherRows(request, periods)],
  };
}

function forumRows(request: TableRequest, periods: readonly Period[], forum: KnownForum): Row[] {
  const shown = { code: forum.code, name: forum.name };
  const counts = (measure: Counted): number[] => countsOf(request, measure, forum.code);
  const [closed, positive] = [counts('cases-closed'), counts('positive-outcomes')];
  const outcomes = request.exact ? { total: closed.map(value), part: positive.map(value) } : suppressedOutcomes(closed, positive);
  const row = (measure: CaseworkMeasure, name: string, cells: readonly PeopleFigure[]): Row => tableRow(request, periods, { measure, name, unit: 'count', forum: shown }, cells);
  const published = (measure: Counted): PeopleFigure[] => (request.exact ? counts(measure).map(value) : suppressedYear(counts(measure)));
  return [
    row('nominations', `Nominations to ${forum.name}`, published('nominations')),
    row('cases-managed', `Cases managed via ${forum.name}`, published('cases-managed')),
    row('cases-closed', `Cases closed by ${forum.name}`, outcomes.total),
    row('positive-outcomes', `Cases closed by ${forum.name} with a positive outcome`, outcomes.part),
  ];
}

/**
 * Counts of the quarters and their year. A year's events are those of its quarters: its own tally is of a later day, and
 * the difference would tell of what was backdated. A case that is managed in two quarters is one case of the year.
 */
function countsOf({ tallies }: TableRequest, measure: Counted, forumCode: string | null): number[] {
  const quarters = QUARTERS.map((quarter) => tallies.of(quarter, measure, forumCode).count);
  const year = measure === 'cases-managed' ? tallies.of(YEAR, measure, forumCode).count : quarters.reduce((sum, count) => sum + count, 0);
  return [...quarters, year];
}

/** Cases closed are those with a positive outcome and the others: together they must not give one of the two away. */
function suppressedOutcomes(closed: readonly number[], positive: readonly number[]): { total: PeopleFigure[]; part: PeopleFigure[] } {
  const periods = closed.map((total, index) => suppressedParts([positive[index] ?? 0, total - (positive[index] ?? 0)]));
  const total = periods.map((period) => period.total);
  const part = periods.map((period) => period.cells[0] ?? OPEN);
  return { total: hiddenYear(total), part: hiddenYear(part) };
}

/** A year whose quarters are not all shown is not shown: it would bound what is hidden. */
const hiddenYear = (cells: readonly PeopleFigure[]): PeopleFigure[] =>
  cells.map((cell, index) => (index === YEAR && cell.kind === 'value' && cells.slice(0, YEAR).some(({ kind }) => kind !== 'value') ? { kind: 'hidden' } : cell));

function otherRows(request: TableRequest, periods: readonly Period[]): Row[] {
  const tally = (measure: Counted) => periods.map((_, index) => request.tallies.of(index, measure, null));
  const counts = (measure: Counted): PeopleFigure[] => {
    const numbers = countsOf(request, measure, null);
    return request.exact ? numbers.map(value) : suppressedYear(numbers);
  };
  const ratios = (measure: Counted, ratio: (tally: { count: number; sum: number; median: number | null }) => number): PeopleFigure[] =>
    tally(measure).map((one) => {
      if (one.count === 0) return { kind: 'none' };
      return request.exact ? value(rounded(ratio(one), 1)) : suppressedRatio(rounded(ratio(one), 1), one.count);
    });
  const row = (measure: CaseworkMeasure, name: string, unit: Row['unit'], cells: readonly PeopleFigure[]): Row => tableRow(request, periods, { measure, name, unit, forum: null }, cells);
  return [
    row('referrals', 'Referrals to services', 'count', counts('referrals')),
    row('first-contacts', 'First contacts made after a referral', 'count', counts('first-contacts')),
    row('days-to-first-contact-median', 'Days from referral to first contact (median)', 'days', ratios('first-contacts', ({ median }) => median ?? 0)),
    row('days-to-first-contact-mean', 'Days from referral to first contact (mean)', 'days', ratios('first-contacts', ({ sum, count }) => sum / count)),
    row('actions-on-time', 'Actions completed on time', 'percentage', ratios('actions-on-time', ({ sum, count }) => (100 * sum) / count)),
  ];
}

const value = (number: number): PeopleFigure => ({ kind: 'value', value: number });

/**
 * Periods that have not ended stay open in what is published: a live counter tells a watcher that someone was referred.
 * One that has not begun is open to everybody: a case that is open today need not be then.
 */
function tableRow(request: TableRequest, periods: readonly Period[], row: Pick<Row, 'measure' | 'name' | 'unit' | 'forum'>, cells: readonly PeopleFigure[]): Row {
  const shown = cells.map((cell, index) => {
    const period = periods[index];
    return period !== undefined && (request.exact ? period.start : period.end) <= request.today ? cell : OPEN;
  });
  return { ...row, quarters: QUARTERS.map((quarter) => shown[quarter] ?? OPEN), year: shown[YEAR] ?? OPEN };
}
