import { COUNTED_OF_CASES, type PeopleFigure, type readCaseworkFigures } from '@concordat/contracts-indicators';
import type { OutputOf } from '@concordat/contracts-protocol';
import { chart, type Chart } from '../../charts/chart.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { peopleFigureWords } from '../words/figure-words.js';

type Figures = OutputOf<typeof readCaseworkFigures>;
type Row = Figures['rows'][number];

/** Published figures, or in their place the exact ones of the reader's own cases. */
export function caseworkPage(figures: Figures): PageAnswer {
  const { year, quarters, rows, published } = figures;
  const exact = !published;
  return page('figures/casework/casework', {
    title: 'Casework figures',
    year: year.label,
    previous: `/figures?year=${shifted(year.code, -1)}`,
    following: `/figures?year=${shifted(year.code, 1)}`,
    exact,
    quarters: quarters.map((quarter) => quarter.label),
    rows: rows.map((row) => ({
      name: row.name,
      cells: [...row.quarters, row.year].map((figure, period) => ({ text: exact && figure.kind === 'open' ? 'Not begun yet' : peopleFigureWords(figure, row.unit), href: exact ? casesBehind(row, figure, year.code, period) : null })),
    })),
    chart: counted(figures),
  });
}

const QUARTERS = 4;

/** Where a figure opens to the cases behind it; null where there are none, or it is not a number of anything. */
function casesBehind({ measure, forum }: Row, figure: PeopleFigure, year: string, period: number): string | null {
  const counted = COUNTED_OF_CASES.find((one) => one === measure);
  if (counted === undefined || figure.kind !== 'value' || figure.value === 0) return null;
  const query = new URLSearchParams({ measure: counted, year });
  if (forum !== null) query.set('forum', forum.code);
  if (period < QUARTERS) query.set('quarter', String(period + 1));
  return `/figures/cases?${query.toString()}`;
}

/** What was counted, by quarter: only where every bar may be shown. */
function counted({ quarters, rows, year }: Figures): Chart | null {
  const drawn = rows.filter((row) => row.unit === 'count' && row.quarters.some((figure) => figure.kind === 'value' && figure.value > 0)).slice(0, 6);
  if (drawn.length === 0) return null;
  return chart({
    title: `Casework by quarter, ${year.label}`,
    description: 'Each group of bars is a quarter. A bar that is missing is a quarter that has not ended, or a number too small to show.',
    kind: 'bar',
    along: { heading: 'Quarter', labels: quarters.map((quarter) => quarter.label) },
    series: drawn.map((row: Row) => ({ name: row.name, values: row.quarters.map(valueOf) })),
    unit: 'Number',
  });
}

const valueOf = (figure: PeopleFigure): number | null => (figure.kind === 'value' ? figure.value : null);

/** The financial year `by` years later: `2025-26` and 1 give `2026-27`. */
export function shifted(code: string, by: number): string {
  const start = Number(code.slice(0, 4)) + by;
  return `${String(start)}-${String((start + 1) % 100).padStart(2, '0')}`;
}
