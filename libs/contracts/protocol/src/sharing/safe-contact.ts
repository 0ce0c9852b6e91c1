import { z } from 'zod';
import { version, whySeen } from '../values.js';

/** By what means a service reaches a person. */
export const CONTACT_MEANS = ['telephone', 'text-message', 'email', 'letter', 'visit', 'school', 'other'] as const;
export const contactMeans = z.enum(CONTACT_MEANS);
export type ContactMeans = (typeof CONTACT_MEANS)[number];

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const words = z.string().trim().max(10_000);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give a time like 09:30');

const plan = z.strictObject({
  /** Contact by any other is not safe. Empty: none was agreed, and `more` says what there is to know. */
  means: z.array(contactMeans).max(CONTACT_MEANS.length),
  /** On any other day it is not safe; empty: on every day. */
  days: z.array(z.enum(WEEKDAYS)).max(WEEKDAYS.length),
  /** Between these times of the day in London; null: at any. */
  hours: z.strictObject({ from: clock, until: clock }).nullable(),
  /** By which number or address; '' where none was given. Kept back from pages until somebody asks for it for a contact. */
  number: z.string().trim().max(50),
  email: z.union([z.literal(''), z.email('Give an email address like name@example.com').max(200)]),
  /** Whether the service may say who it is. */
  serviceNamed: z.boolean(),
  /** What to say, and a word by which they know one another. */
  words,
  /** Who must not answer, listen or find out. */
  mustNotAnswer: words,
  more: words,
});

/**
 * How and when a person can safely be reached, as they agreed it: asked by the gate of everything that goes to them.
 * Without a means it must say something, and a day that begins after it ends is none.
 */
export const safeContactPlan = plan.superRefine(({ means, more, hours }, context) => {
  if (means.length === 0 && more === '') context.addIssue({ code: 'custom', path: ['means'], message: 'Say by what means contact is safe, or what there is to know' });
  if (hours !== null && hours.until <= hours.from) context.addIssue({ code: 'custom', path: ['hours'], message: 'The end must be later than the start' });
});
export type SafeContactPlan = z.output<typeof plan>;

/** A plan as pages show it: without the number and the address, and whether there are any. */
export const shownPlan = plan.omit({ number: true, email: true }).extend({ hasNumber: z.boolean(), hasEmail: z.boolean() });
export type ShownPlan = z.output<typeof shownPlan>;

/** As kept: with its version, for changing it, and why the reader can see it, in plain English. */
export const seenPlan = shownPlan.extend({ version, why: whySeen });
export type SeenPlan = z.output<typeof seenPlan>;

/** What was known before there were plans: a text alone. */
export const planOfWords = (more: string): SafeContactPlan => ({ means: [], days: [], hours: null, number: '', email: '', serviceNamed: false, words: '', mustNotAnswer: '', more });

/** Fields of an item of category `contact` that make up a plan: written by the routes of plans alone. */
export const PLAN_FIELDS = ['safeMeans', 'safeDays', 'safeHours', 'serviceNamed', 'safeWords', 'mustNotAnswer', 'safeContact'] as const;

/** What is written down of safe contact. `version` is of the plan that was read; null where there was none. */
export const planToWrite = z.strictObject({ version: version.nullable(), plan: safeContactPlan });

/** Asked for one contact, now. */
export const reachToAsk = z.strictObject({ means: contactMeans, safeContactChecked: z.literal(true) });

/** What is needed for that contact: kept back everywhere else. */
export const reachGiven = z.strictObject({ number: z.string().nullable(), email: z.string().nullable() });
