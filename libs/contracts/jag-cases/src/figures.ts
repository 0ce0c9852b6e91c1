import { COUNTED_OF_CASES, caseworkRow, financialQuarterNumber, financialYearCode } from '@concordat/contracts-indicators';
import { code, defineRoute, pageOf, pageQuery } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { caseRow } from './cases.js';

const service = 'jag-cases' as const;

/**
 * Exact counts, up to this moment, of the cases of my agency's forums that I may open, and of the referrals and actions
 * from them, by quarter of a financial year; no row for who may open none. A quarter that has not begun is `open`.
 */
export const readCaseFigures = defineRoute({
  service,
  method: 'GET',
  path: '/case-figures',
  summary: 'Exact figures of the cases that I may open',
  query: z.strictObject({ year: financialYearCode }),
  response: z.strictObject({ rows: z.array(caseworkRow) }),
});

/** The cases that a figure of {@link readCaseFigures} counts, the newest first. */
export const listFigureCases = defineRoute({
  service,
  method: 'GET',
  path: '/case-figures/cases',
  summary: 'The cases behind a figure',
  query: pageQuery.extend({
    measure: z.enum(COUNTED_OF_CASES),
    forum: code.optional(),
    year: financialYearCode,
    /** The whole year unless given. */
    quarter: financialQuarterNumber.optional(),
  }),
  response: pageOf(caseRow),
});
