import { DateTime } from 'luxon';
import { z } from 'zod';
import { today } from '../layout/times.js';
import { UploadedFile } from './uploads.js';

/*
 * The fields of forms, each with the words of GOV.UK's error messages. Every field takes what a browser sends
 * (a text, a list of texts, or nothing at all) and gives what a service's contract asks for.
 */

const given = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : value);

/** One line. `empty` is what to say when it is missing: "Enter a first name". */
export const line = (empty: string, longest = 200) =>
  z.preprocess(given, z.string(empty).min(1, empty).max(longest, `Must be ${longest} characters or fewer`));

/** One line that may be left empty, which gives ''. */
export const optionalLine = (longest = 200) =>
  z.preprocess((value) => given(value) ?? '', z.string().max(longest, `Must be ${longest} characters or fewer`));

/** Free text of several lines. */
export const text = (empty: string, longest = 10_000) =>
  z.preprocess(lines, z.string(empty).min(1, empty).max(longest, `Must be ${longest.toLocaleString('en-GB')} characters or fewer`));

/** Free text that may be left empty, which gives ''. */
export const optionalText = (longest = 10_000) =>
  z.preprocess((value) => lines(value) ?? '', z.string().max(longest, `Must be ${longest.toLocaleString('en-GB')} characters or fewer`));

/** Browsers end lines with CR LF. */
function lines(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : value;
}

/** One of radio buttons or of a select: "Select which forum it is for". */
export const choice = <const Values extends readonly [string, ...string[]]>(values: Values, empty: string) => z.enum(values, empty);

/** One of choices that are known only as the page is made, e.g. agencies. */
export const choiceOf = (values: readonly string[], empty: string) => z.string(empty).refine((value) => values.includes(value), empty);

/** Yes or no by radio buttons, as true or false. */
export const yesNo = (empty: string) => z.enum(['yes', 'no'], empty).transform((value) => value === 'yes');

/** Check boxes of fixed choices; none gives an empty list, unless `empty` asks for one at least. */
export const choices = <const Values extends readonly [string, ...string[]]>(values: Values, empty?: string) =>
  z.preprocess(listed, empty === undefined ? z.array(z.enum(values)) : z.array(z.enum(values)).min(1, empty));

/** Check boxes of choices that are known only as the page is made. */
export const choicesOf = (values: readonly string[], empty?: string) => {
  const known = z.array(z.string().refine((value) => values.includes(value), empty ?? 'Select from the list'));
  return z.preprocess(listed, empty === undefined ? known : known.min(1, empty));
};

function listed(value: unknown): unknown {
  if (value === undefined || value === '') return [];
  return Array.isArray(value) ? value : [value];
}

/** A single check box: `value="yes"` when it is ticked. */
export const ticked = () => z.preprocess((value) => value === 'yes', z.boolean());

/** A single check box that must be ticked to go on. */
export const mustTick = (empty: string) => z.preprocess((value) => value === 'yes', z.literal(true, empty));

export const email = () =>
  z.preprocess(given, z.string('Enter an email address').min(1, 'Enter an email address').pipe(z.email('Enter an email address in the correct format, like name@example.com')));

/** Passwords are taken as they are: blanks at their ends count. */
export const password = (empty = 'Enter your password') => z.string(empty).min(1, empty).max(500, 'Must be 500 characters or fewer');

/** A whole number. `name` as it begins a sentence: "Number of children". */
export const wholeNumber = (name: string, bounds: { min: number; max: number }) =>
  z.preprocess(
    given,
    z
      .string(`Enter ${withArticle(lowerFirst(name))}`)
      .min(1, `Enter ${withArticle(lowerFirst(name))}`)
      .regex(/^-?\d+$/, `${name} must be a whole number`)
      .transform(Number)
      .refine((value) => value >= bounds.min && value <= bounds.max, `${name} must be between ${bounds.min} and ${bounds.max}`),
  );

/** One file. `empty` is what to say when none is chosen. */
export const file = (empty: string, { most, tooLarge }: { most: number; tooLarge: string }) =>
  z
    .instanceof(UploadedFile, { error: empty })
    .refine(({ content }) => content.length > 0, 'The file is empty')
    .refine(({ content }) => content.length <= most, tooLarge);

/** The hidden version of a record that the page showed. */
export const version = () => z.coerce.number().int().positive();

export interface DateRule {
  /** Whether it may be left empty, which gives null. */
  optional?: boolean;
  /** `past` is before today, `today-or-past` and `today-or-future` include it. */
  when?: 'past' | 'today-or-past' | 'future' | 'today-or-future';
}

const WHEN_WORDS = {
  past: 'must be in the past',
  'today-or-past': 'must be today or in the past',
  future: 'must be in the future',
  'today-or-future': 'must be today or in the future',
} as const;

/** The three boxes of a date, as the browser sends them. */
export const dateParts = z.object({ day: z.string(), month: z.string(), year: z.string() });
export type DateParts = z.output<typeof dateParts>;

const nothing: DateParts = { day: '', month: '', year: '' };

/** Marks the schemas whose field has three boxes. */
const dates = new WeakSet<z.ZodType>();
export const isDateField = (schema: z.ZodType): boolean => dates.has(schema);

/**
 * A date in three boxes, as `2025-01-14`. The month may be a number or a name. `name` as it begins a sentence
 * ("Date of birth"): the messages are "Enter a date of birth", "Date of birth must include a month" and so on.
 */
export function date(name: string, rule: DateRule & { optional: true }): z.ZodType<string | null>;
export function date(name: string, rule?: DateRule): z.ZodType<string>;
export function date(name: string, rule: DateRule = {}): z.ZodType<string | null> {
  const schema = z.preprocess((value) => dateParts.safeParse(value).data ?? nothing, dateParts).transform((parts, context): string | null => {
    const result = readDate(name, parts, rule);
    if ('value' in result) return result.value;
    context.addIssue({ code: 'custom', message: result.message, params: { boxes: result.boxes } });
    return z.NEVER;
  });
  dates.add(schema);
  return schema;
}

type DateResult = { value: string | null } | { message: string; boxes: (keyof DateParts)[] };

function readDate(name: string, parts: DateParts, rule: DateRule): DateResult {
  const boxes = ['day', 'month', 'year'] as const;
  const missing = boxes.filter((box) => parts[box].trim() === '');
  if (missing.length === 3) return rule.optional === true ? { value: null } : { message: `Enter ${withArticle(lowerFirst(name))}`, boxes: [...boxes] };
  if (missing.length > 0) return { message: `${name} must include a ${missing.join(' and a ')}`, boxes: missing };
  if (!/^\d{4}$/.test(parts.year.trim())) return { message: 'Year must include 4 numbers', boxes: ['year'] };
  const at = DateTime.fromObject({ day: numberOf(parts.day), month: monthOf(parts.month), year: numberOf(parts.year) });
  const value = at.isValid ? at.toISODate() : null;
  if (value === null) return { message: `${name} must be a real date`, boxes: [...boxes] };
  return rule.when === undefined || agrees(value, rule.when) ? { value } : { message: `${name} ${WHEN_WORDS[rule.when]}`, boxes: [...boxes] };
}

function agrees(value: string, when: NonNullable<DateRule['when']>): boolean {
  const now = today();
  if (value === now) return when === 'today-or-past' || when === 'today-or-future';
  return value < now ? when === 'past' || when === 'today-or-past' : when === 'future' || when === 'today-or-future';
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const FULL_MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];

function numberOf(box: string): number {
  return /^\d{1,4}$/.test(box.trim()) ? Number(box) : 0;
}

/** `1`, `01`, `jan`, `Sept` and `January` alike. */
function monthOf(box: string): number {
  const typed = box.trim().toLowerCase().replace(/\.$/, '');
  const named = typed.length < 3 ? -1 : FULL_MONTHS.findIndex((month) => month.startsWith(typed));
  return named >= 0 ? named + 1 : MONTHS.includes(typed) ? MONTHS.indexOf(typed) + 1 : numberOf(typed);
}

/** "Date of birth" inside a sentence; an abbreviation such as "DASH score" stays. */
/** By how the word is spelt: none of the fields begins with a silent letter. */
const withArticle = (name: string): string => `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;

function lowerFirst(name: string): string {
  return /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

/**
 * A rule over several fields, checked as soon as those named in `of` are sound, whatever else is wrong:
 * GOV.UK shows every error at once. The message stands at the field `at`.
 */
export function rule<Schema extends z.ZodObject, Names extends keyof z.output<Schema> & string>(
  schema: Schema,
  check: { of: readonly Names[]; at: Names; holds: (values: Pick<z.output<Schema>, Names>) => boolean; otherwise: string },
): Schema {
  const watched = new Set<PropertyKey>(check.of);
  return schema.refine((values) => check.holds(values), {
    path: [check.at],
    message: check.otherwise,
    when: ({ issues }) => !issues.some((issue) => issue.path?.[0] !== undefined && watched.has(issue.path[0])),
  });
}
