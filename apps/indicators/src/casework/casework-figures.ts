import { caseworkPeriods, FORUM_MEASURES, forumRow, OTHER_ROWS, type CaseworkRow, type PeopleFigure } from '@concordat/contracts-indicators';
import type { KnownForum } from '../forums/forums.js';
import { rounded } from '../statistics/equality.js';
import { suppressedParts, suppressedRatio, suppressedYear } from '../suppression/suppression.js';
import type { Counted, Tallies, Tally } from './casework-tallies.js';

const QUARTERS = [0, 1, 2, 3];
const YEAR = 4;
/** Four quarters, then their year. */
const PERIODS = [...QUARTERS, YEAR];
const OPEN: PeopleFigure = { kind: 'open' };

export interface TableRequest {
  year: number;
  tallies: Tallies;
  forums: readonly KnownForum[];
  /** Date in Europe/London: a period that has not ended is not published. */
  today: string;
}

/** The published rows of a financial year. */
export function caseworkRows(request: TableRequest): CaseworkRow[] {
  return [...request.forums.flatMap((forum) => forumRows(request, forum)), ...otherRows(request)];
}

function forumRows(request: TableRequest, forum: KnownForum): CaseworkRow[] {
  const counts = (measure: Counted): number[] => countsOf(request, measure, forum.code);
  const outcomes = suppressedOutcomes(counts('cases-closed'), counts('positive-outcomes'));
  const cells = {
    nominations: suppressedYear(counts('nominations')),
    'cases-managed': suppressedYear(counts('cases-managed')),
    'cases-closed': outcomes.total,
    'positive-outcomes': outcomes.part,
  };
  return FORUM_MEASURES.map((measure) => tableRow(request, forumRow(measure, forum), cells[measure]));
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

function otherRows(request: TableRequest): CaseworkRow[] {
  const ratios = (measure: Counted, ratio: (tally: Tally) => number): PeopleFigure[] =>
    PERIODS.map((period) => {
      const tally = request.tallies.of(period, measure, null);
      return tally.count === 0 ? { kind: 'none' } : suppressedRatio(rounded(ratio(tally), 1), tally.count);
    });
  const row = (heading: (typeof OTHER_ROWS)[keyof typeof OTHER_ROWS], cells: readonly PeopleFigure[]): CaseworkRow => tableRow(request, heading, cells);
  return [
    row(OTHER_ROWS.referrals, suppressedYear(countsOf(request, 'referrals', null))),
    row(OTHER_ROWS['first-contacts'], suppressedYear(countsOf(request, 'first-contacts', null))),
    row(OTHER_ROWS['days-to-first-contact-median'], ratios('first-contacts', ({ median }) => median ?? 0)),
    row(OTHER_ROWS['days-to-first-contact-mean'], ratios('first-contacts', ({ sum, count }) => sum / count)),
    row(OTHER_ROWS['actions-on-time'], ratios('actions-on-time', ({ sum, count }) => (100 * sum) / count)),
  ];
}

/** Periods that have not ended stay open: a live counter tells a watcher that someone was referred. */
function tableRow({ year, today }: TableRequest, heading: Omit<CaseworkRow, 'quarters' | 'year'>, cells: readonly PeopleFigure[]): CaseworkRow {
  const shown = caseworkPeriods(year).map(({ end }, period) => (end <= today ? (cells[period] ?? OPEN) : OPEN));
  return { ...heading, quarters: QUARTERS.map((quarter) => shown[quarter] ?? OPEN), year: shown[YEAR] ?? OPEN };
}
