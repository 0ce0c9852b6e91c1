import { defineRoute } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { periodView } from './measures.js';

const service = 'indicators' as const;

/**
 * A figure about people. `small` is a count of 1 to 4 (show "<5"); `hidden` would give a small one away, or stands on
 * fewer than 20; `open` is of a period that has not ended; `none`: there is nothing to compute it from.
 */
export const peopleFigure = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('value'), value: z.number() }),
  z.strictObject({ kind: z.literal('small') }),
  z.strictObject({ kind: z.literal('hidden') }),
  z.strictObject({ kind: z.literal('open') }),
  z.strictObject({ kind: z.literal('none') }),
]);
export type PeopleFigure = z.output<typeof peopleFigure>;

/** What a casework row counts. `cases-managed`: cases open at some time in the period, each once. */
export const CASEWORK_MEASURES = [
  'nominations',
  'cases-managed',
  'cases-closed',
  'positive-outcomes',
  'referrals',
  'first-contacts',
  'days-to-first-contact-median',
  'days-to-first-contact-mean',
  'actions-on-time',
] as const;
export const caseworkMeasure = z.enum(CASEWORK_MEASURES);
export type CaseworkMeasure = (typeof CASEWORK_MEASURES)[number];

/** Measures that count something of cases: what a figure of them leads to. */
export const COUNTED_OF_CASES = ['nominations', 'cases-managed', 'cases-closed', 'positive-outcomes', 'referrals', 'first-contacts', 'actions-on-time'] as const satisfies readonly CaseworkMeasure[];

/** A financial year as people write it, e.g. `2025-26`. */
export const financialYearCode = z
  .string()
  .regex(/^(19|20|21)\d{2}-\d{2}$/, 'Enter a financial year, like 2025-26')
  .refine((year) => (Number(year.slice(0, 4)) + 1) % 100 === Number(year.slice(5)), 'Enter a financial year, like 2025-26');

/** Quarter 1 to 4 of a financial year, the first of which begins in April. */
export const financialQuarterNumber = z.enum(['1', '2', '3', '4']);

/** The code of the financial year that begins in April of `year`: 2025 gives `2025-26`. */
export const yearCodeOf = (year: number): string => `${String(year)}-${String((year + 1) % 100).padStart(2, '0')}`;

/** Dates half open: `end` is the first day after. */
export interface CaseworkPeriod {
  start: string;
  end: string;
}

/** The periods of a year's table, for the year that begins in April of `year`: its four quarters, then the year. */
export function caseworkPeriods(year: number): CaseworkPeriod[] {
  const starts = [`${String(year)}-04-01`, `${String(year)}-07-01`, `${String(year)}-10-01`, `${String(year + 1)}-01-01`, `${String(year + 1)}-04-01`] as const;
  const [first, second, third, fourth, end] = starts;
  return [
    { start: first, end: second },
    { start: second, end: third },
    { start: third, end: fourth },
    { start: fourth, end },
    { start: first, end },
  ];
}

export const caseworkRow = z.strictObject({
  measure: caseworkMeasure,
  /** e.g. "Cases managed via Youth JAG". */
  name: z.string(),
  unit: z.enum(['count', 'days', 'percentage']),
  /** The forum whose cases it counts; null for referrals and actions. */
  forum: z.strictObject({ code: z.string(), name: z.string() }).nullable(),
  /** One a quarter. */
  quarters: z.array(peopleFigure),
  year: peopleFigure,
});
export type CaseworkRow = z.output<typeof caseworkRow>;

type Heading = Omit<CaseworkRow, 'quarters' | 'year'>;

/** What is counted by forum, in the order of the table. */
export const FORUM_MEASURES = ['nominations', 'cases-managed', 'cases-closed', 'positive-outcomes'] as const satisfies readonly CaseworkMeasure[];

const OF_FORUM: Readonly<Record<(typeof FORUM_MEASURES)[number], (forum: string) => string>> = {
  nominations: (forum) => `Nominations to ${forum}`,
  'cases-managed': (forum) => `Cases managed via ${forum}`,
  'cases-closed': (forum) => `Cases closed by ${forum}`,
  'positive-outcomes': (forum) => `Cases closed by ${forum} with a positive outcome`,
};

/** How the row of a forum's measure is called. */
export const forumRow = (measure: (typeof FORUM_MEASURES)[number], forum: { code: string; name: string }): Heading => ({
  measure,
  name: OF_FORUM[measure](forum.name),
  unit: 'count',
  forum: { code: forum.code, name: forum.name },
});

/** How the rows are called that no forum counts by itself, in the order of the table. */
export const OTHER_ROWS = {
  referrals: { measure: 'referrals', name: 'Referrals to services', unit: 'count', forum: null },
  'first-contacts': { measure: 'first-contacts', name: 'First contacts made after a referral', unit: 'count', forum: null },
  'days-to-first-contact-median': { measure: 'days-to-first-contact-median', name: 'Days from referral to first contact (median)', unit: 'days', forum: null },
  'days-to-first-contact-mean': { measure: 'days-to-first-contact-mean', name: 'Days from referral to first contact (mean)', unit: 'days', forum: null },
  'actions-on-time': { measure: 'actions-on-time', name: 'Actions completed on time', unit: 'percentage', forum: null },
} as const satisfies Record<Exclude<CaseworkMeasure, (typeof FORUM_MEASURES)[number]>, Heading>;

/**
 * The partnership's published figures of the casework by quarter of a financial year: of quarters that have ended,
 * with small numbers hidden, the same for everybody who gets them. Whoever works on the cases of an agency that runs a
 * forum gets none (`published` is false): they count the cases that they may open themselves, with jag-cases'
 * `readCaseFigures`, and a difference between the two would tell of a case that is hidden from them.
 */
export const readCaseworkFigures = defineRoute({
  service,
  method: 'GET',
  path: '/casework-figures',
  summary: 'Published figures of the casework by quarter',
  query: z.strictObject({
    /** Financial year, e.g. `2025-26`; the present one unless given. */
    year: financialYearCode.optional(),
  }),
  response: z.strictObject({
    year: periodView.extend({ code: z.string() }),
    quarters: z.array(periodView),
    published: z.boolean(),
    rows: z.array(caseworkRow),
  }),
});
