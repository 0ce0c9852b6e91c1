import { CONTACT_MEANS, WEEKDAYS, type SafeContactPlan, type ShownPlan } from '@concordat/contracts-protocol';
import { z } from 'zod';
import * as fields from '../forms/fields.js';
import { readTime } from '../forms/time-of-day.js';

/** A time of the day that may be left empty, which gives ''. */
const time = () =>
  z.string().default('').transform((typed, context): string => {
    if (typed.trim() === '') return '';
    const read = readTime(typed.trim().toLowerCase());
    if (read !== null) return read;
    context.addIssue({ code: 'custom', message: 'Enter a time in the correct format, like 9:30am or 14:30' });
    return z.NEVER;
  });

/** The fields of a plan for safe contact, wherever it is asked (`safe-contact/plan-fields.njk`). */
export const planFields = {
  safeMeans: fields.choices(CONTACT_MEANS),
  safeDays: fields.choices(WEEKDAYS),
  safeFrom: time(),
  safeUntil: time(),
  safeNumber: fields.optionalLine(50),
  safeEmail: z.union([z.literal(''), fields.email()]).default(''),
  serviceNamed: fields.ticked(),
  safeWords: fields.optionalText(2000),
  mustNotAnswer: fields.optionalText(2000),
  safeContact: fields.optionalText(),
};

type PlanValue = { [Name in keyof typeof planFields]: z.output<(typeof planFields)[Name]> };

/** What has to hold of a plan, for `rule`. */
export const SAYS_SOMETHING = {
  of: ['safeMeans', 'safeContact'] as const,
  at: 'safeMeans' as const,
  holds: ({ safeMeans, safeContact }: Pick<PlanValue, 'safeMeans' | 'safeContact'>): boolean => safeMeans.length > 0 || safeContact !== '',
  otherwise: 'Select how contact is safe, or write down what is known',
};
export const BOTH_TIMES = {
  of: ['safeFrom', 'safeUntil'] as const,
  at: 'safeUntil' as const,
  holds: ({ safeFrom, safeUntil }: Pick<PlanValue, 'safeFrom' | 'safeUntil'>): boolean => (safeFrom === '' && safeUntil === '') || (safeFrom !== '' && safeUntil > safeFrom),
  otherwise: 'Enter both times, the later one second, or neither',
};

/** The fields that begin with what a plan says; the number and the address are kept back, and stay unless they are written anew. */
export const typedOfPlan = ({ means, days, hours, serviceNamed, words, mustNotAnswer, more }: ShownPlan): Record<string, unknown> => ({
  safeMeans: means, safeDays: days, safeFrom: hours?.from, safeUntil: hours?.until, serviceNamed, safeWords: words, mustNotAnswer, safeContact: more,
});

export const planOfForm = (value: PlanValue): SafeContactPlan => ({
  means: value.safeMeans,
  days: value.safeDays,
  hours: value.safeFrom === '' ? null : { from: value.safeFrom, until: value.safeUntil },
  number: value.safeNumber,
  email: value.safeEmail,
  serviceNamed: value.serviceNamed,
  words: value.safeWords,
  mustNotAnswer: value.mustNotAnswer,
  more: value.safeContact,
});
