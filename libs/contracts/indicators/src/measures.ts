import { z } from 'zod';

/** What a measure's values are; `score` and `money` (pounds) have no statistical test. */
export const MEASURE_UNITS = ['count', 'rate', 'percentage', 'money', 'score'] as const;
export const measureUnit = z.enum(MEASURE_UNITS);
export type MeasureUnit = (typeof MEASURE_UNITS)[number];

/** Which way is better; `context`: neither. */
export const POLARITIES = ['lower', 'higher', 'context'] as const;
export const polarity = z.enum(POLARITIES);
export type Polarity = (typeof POLARITIES)[number];

/** Did the number change? */
export const MOVEMENTS = ['up', 'down', 'level'] as const;
export const movement = z.enum(MOVEMENTS);
export type Movement = (typeof MOVEMENTS)[number];

/** Is that better? `changed` is of measures whose polarity is `context`. */
export const TRAVELS = ['improving', 'worsening', 'changed', 'level'] as const;
export const travel = z.enum(TRAVELS);
export type Travel = (typeof TRAVELS)[number];

/** `grey`: no target, no value, or no better side. */
export const RAGS = ['green', 'amber', 'red', 'grey'] as const;
export const rag = z.enum(RAGS);
export type Rag = (typeof RAGS)[number];

/** What a printed arrow speaks of: the number's own movement, or better and worse. */
export const ARROW_CONVENTIONS = ['movement', 'travel'] as const;
export const arrowConvention = z.enum(ARROW_CONVENTIONS);
export type ArrowConvention = (typeof ARROW_CONVENTIONS)[number];

/** `restated` replaced an earlier value, which stays readable. */
export const OBSERVATION_STATUSES = ['provisional', 'final', 'restated'] as const;
export const observationStatus = z.enum(OBSERVATION_STATUSES);
export type ObservationStatus = (typeof OBSERVATION_STATUSES)[number];

/** Why an XmR point is marked; `too-short`: its part of the chart has fewer than 10 points. */
export const CHART_RULES = ['outside', 'trend', 'two-in-three', 'shift', 'common', 'too-short'] as const;
export const chartRule = z.enum(CHART_RULES);
export type ChartRule = (typeof CHART_RULES)[number];

export const CHART_MEANINGS = ['improvement', 'concern', 'high', 'low', 'common', 'too-short'] as const;
export const chartMeaning = z.enum(CHART_MEANINGS);
export type ChartMeaning = (typeof CHART_MEANINGS)[number];

/** Whether a process meets a target by itself: which side of the limits the target lies. */
export const ASSURANCES = ['consistent-pass', 'consistent-fail', 'inconsistent', 'none'] as const;
export const assurance = z.enum(ASSURANCES);
export type Assurance = (typeof ASSURANCES)[number];

/** Where an area stands among its comparison group, by value and polarity; `average` is the middle half. */
export const QUARTILES = ['top', 'average', 'bottom'] as const;
export const quartile = z.enum(QUARTILES);
export type Quartile = (typeof QUARTILES)[number];

/** Code of a measure: words and hyphens, and a slash after its source, e.g. `police-uk/burglary`. */
export const measureCode = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)?$/, 'Use lower-case letters, numbers, hyphens and one slash')
  .max(201);

/** Code of an area: its name in lower case, words joined by hyphens, e.g. `hinckley-and-bosworth`; `unknown` has no place. */
export const areaCode = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use lower-case letters, numbers and hyphens')
  .max(100);

export const measureView = z.strictObject({
  code: measureCode,
  name: z.string(),
  unit: measureUnit,
  polarity,
  /** Where its values come from, in words, e.g. "data.police.uk, street-level crime". */
  source: z.string(),
});

export const areaView = z.strictObject({
  code: areaCode,
  name: z.string(),
  /** One of the partnership's own districts. */
  own: z.boolean(),
});

/** Dates half open: `end` is the first day after. */
export const periodView = z.strictObject({
  start: z.iso.date(),
  end: z.iso.date(),
  /** As people write it, e.g. "October 2018", "July to September 2018", "April 2018 to March 2019". */
  label: z.string(),
});

/** A number against its comparator. */
export const movementView = z.strictObject({
  comparator: z.strictObject({ period: periodView, value: z.number() }),
  /** Relative change in per cent, to one decimal place; null from 0. */
  change: z.number().nullable(),
  /** To two decimal places; null where no test applies. */
  z: z.number().nullable(),
  movement,
  travel,
});
