import { date, defineRoute, id, instant, pageOf, pageQuery } from '@concordat/contracts-protocol';
import { z } from 'zod';
import {
  areaCode,
  areaView,
  arrowConvention,
  assurance,
  chartMeaning,
  chartRule,
  measureCode,
  measureView,
  movement,
  quartile,
  movementView,
  observationStatus,
  periodView,
  rag,
  travel,
} from './measures.js';

const service = 'indicators' as const;

export const listMeasures = defineRoute({
  service,
  method: 'GET',
  path: '/measures',
  summary: 'Measures of my partnership, and the areas that have values',
  response: z.strictObject({ measures: z.array(measureView), areas: z.array(areaView) }),
});

export const seriesPoint = z.strictObject({
  period: periodView,
  value: z.number(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  status: observationStatus,
  /** Marks and footnotes that were printed with it; empty when there were none. */
  note: z.string(),
  /** Values that it replaced, the latest first. */
  replaced: z.array(z.strictObject({ value: z.number(), status: observationStatus, replacedAt: instant })),
});

/** An XmR chart over the series' points, one entry a point; numbers are null in a part that is too short. */
export const seriesChart = z.strictObject({
  tooShort: z.boolean(),
  points: z.array(
    z.strictObject({ mean: z.number().nullable(), lower: z.number().nullable(), upper: z.number().nullable(), rule: chartRule, meaning: chartMeaning }),
  ),
  assurance,
});

/** One measure in one area. 404 for a measure or an area that the partnership has not. */
export const readSeries = defineRoute({
  service,
  method: 'GET',
  path: '/series',
  summary: 'Values of one measure in one area, the oldest first, with their XmR chart',
  query: z.strictObject({
    measure: measureCode,
    area: areaCode,
    /** Periods that begin on this date or later. */
    from: date.optional(),
    /** Periods that have ended by this date: the first day after the last one wanted. */
    to: date.optional(),
    target: z.coerce.number().optional(),
  }),
  response: z.strictObject({
    measure: measureView,
    area: areaView,
    points: z.array(seriesPoint),
    chart: seriesChart,
    /** The latest value against the same period a year before; null where there is none. */
    movement: movementView.nullable(),
    /** Of the latest value against the target that was asked for. */
    rag,
  }),
});

/** How a dashboard's latest value is compared. */
export const comparatorChoice = z.enum(['year-before', 'period-before']);

/** Recorded crime of the partnership's own districts: for each, every crime type by month. */
export const readDashboard = defineRoute({
  service,
  method: 'GET',
  path: '/dashboard',
  summary: 'Each district’s crime types by month, with movement',
  query: z.strictObject({
    /** How many months, the latest last. */
    months: z.coerce.number().int().min(1).max(60).default(24),
    against: comparatorChoice.default('year-before'),
  }),
  response: z.strictObject({
    /** Every month that any district has a value for, the oldest first; empty before the first import. */
    months: z.array(periodView),
    against: comparatorChoice,
    districts: z.array(
      z.strictObject({
        area: areaView,
        measures: z.array(
          z.strictObject({
            measure: measureView,
            /** In the order of `months`; null where there is no observation. */
            values: z.array(z.number().nullable()),
            latest: z.strictObject({ period: periodView, value: z.number(), status: observationStatus }).nullable(),
            movement: movementView.nullable(),
          }),
        ),
      }),
    ),
    /** Files that brought the values, and when. */
    source: z.strictObject({ name: z.string(), importedAt: instant.nullable() }),
  }),
});

/** Imports into this partnership, the newest first. */
export const listImports = defineRoute({
  service,
  method: 'GET',
  path: '/imports',
  summary: 'Files that were imported',
  query: pageQuery,
  response: pageOf(
    z.strictObject({
      id,
      kind: z.enum(['police-uk', 'observations', 'dashboard', 'action-plan']),
      fileName: z.string(),
      importedAt: instant,
      rows: z.int(),
      added: z.int(),
      restated: z.int(),
      unchanged: z.int(),
    }),
  ),
});

/** Marks that a person printed on a dashboard, as published, beside what the figures give. The two are never mixed. */
export const listPublishedMarks = defineRoute({
  service,
  method: 'GET',
  path: '/published-marks',
  summary: 'Printed arrows and RAG marks, beside the computed ones',
  query: pageQuery,
  response: pageOf(
    z.strictObject({
      id,
      outcome: z.string().nullable(),
      measure: measureView,
      area: areaView,
      /** e.g. "five-year", "year-to-date". */
      comparison: z.string(),
      /** As it was printed. */
      publishedArrow: z.string().nullable(),
      convention: arrowConvention,
      publishedProgress: rag.nullable(),
      publishedQuartile: z.string().nullable(),
      /** Where its latest value stands among all areas with one for the same period; null for fewer than four, or no better side. */
      computedQuartile: quartile.nullable(),
      /** null where the values to compute it from are missing. */
      computed: z.strictObject({ change: z.number().nullable(), z: z.number().nullable(), movement, travel }).nullable(),
      /** Whether the printed arrow and the computed one say the same; null where there is nothing to compare. */
      agrees: z.boolean().nullable(),
    }),
  ),
});

/** Lines of action plans that were imported, with owners as they were typed. */
export const listPlannedActions = defineRoute({
  service,
  method: 'GET',
  path: '/planned-actions',
  summary: 'Actions of imported action plans, in the order of their import',
  query: pageQuery,
  response: pageOf(
    z.strictObject({
      id,
      priority: z.string(),
      theme: z.string(),
      action: z.string(),
      owners: z.array(z.string()),
      /** Its last day; null where the plan names none. */
      lastDay: date.nullable(),
      impact: z.string(),
    }),
  ),
});
