import { z } from 'zod';

/* Fields that only administration has, beside those of forms/fields.ts. */

/** A whole number of years that may be left empty, which gives null. `name` as it begins a sentence. */
export const optionalAge = (name: string) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.trim() : (value ?? '')),
    z
      .string(`${name} must be a whole number`)
      .regex(/^\d*$/, `${name} must be a whole number`)
      .transform((typed) => (typed === '' ? null : Number(typed)))
      .refine((age) => age === null || age <= 120, `${name} must be 120 or younger`),
  );

/** A select that may be left as it is, which gives null. */
export const optionalChoiceOf = (values: readonly string[], otherwise: string) =>
  z.preprocess(
    (value) => value ?? '',
    z
      .string(otherwise)
      .refine((value) => value === '' || values.includes(value), otherwise)
      .transform((value) => (value === '' ? null : value)),
  );

const LINE_LENGTH = 200;

/** Free text whose lines are one entry each; empty lines do not count. */
export const oneALine = (most: { entries: number; called: string }, empty?: string) =>
  z
    .preprocess((value) => value ?? '', z.string())
    .transform((typed) => typed.split(/\r?\n/).map((entry) => entry.trim()).filter((entry) => entry !== ''))
    .refine((entries) => empty === undefined || entries.length > 0, empty ?? '')
    .refine((entries) => entries.length <= most.entries, `There can be ${most.entries} ${most.called} at most`)
    .refine((entries) => entries.every((entry) => entry.length <= LINE_LENGTH), `Each line must be ${LINE_LENGTH} characters or fewer`)
    .refine((entries) => new Set(entries.map((entry) => entry.toLowerCase())).size === entries.length, `Two ${most.called} are the same`);

export const agesInOrder = (minimum: number | null, maximum: number | null): boolean => minimum === null || maximum === null || minimum <= maximum;

/** `10 to 17`, `from 10`, `up to 17`, `Any age` */
export function agesInWords(minimum: number | null, maximum: number | null): string {
  if (minimum === null && maximum === null) return 'Any age';
  if (minimum === null) return `Up to ${maximum ?? ''}`;
  return maximum === null ? `${minimum} and over` : `${minimum} to ${maximum}`;
}
