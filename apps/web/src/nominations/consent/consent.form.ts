import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, rule } from '../../forms/form.js';
import { carried } from '../carried.js';

/** From this birthday on, somebody decides for themself, and nobody else by parental responsibility. */
export const DECIDES_AT = 16;

/**
 * Whether a consent counts: whoever gave it could decide at that age. `age` is null when it is not known.
 * The sharing policy decides the same when it is asked; this tells the nominator before.
 */
export function counts({ givenBy, competent }: { givenBy: 'subject' | 'parental-responsibility'; competent: boolean }, age: number | null): boolean {
  const grown = age !== null && age >= DECIDES_AT;
  return givenBy === 'subject' ? grown || competent : !grown;
}

/** `age`: of whom the nomination is about, today; null when the date of birth is not known yet. */
export function consentForm(age: number | null) {
  const child = age === null || age < DECIDES_AT;
  const grown = age !== null && age >= DECIDES_AT;
  const base = z.object({
    givenBy: fields.choice(['subject', 'parental-responsibility'], 'Select who gave consent'),
    competent: z.preprocess((value) => (value === '' ? undefined : value), z.enum(['yes', 'no']).optional()),
    givenByName: fields.line('Enter the name of who gave consent'),
    givenOn: fields.date('Date of consent', { when: 'today-or-past' }),
    explained: fields.text('Enter what was explained'),
    ...carried,
  });
  const assessed = rule(base, {
    of: ['givenBy', 'competent'],
    at: 'competent',
    holds: ({ givenBy, competent }) => !child || givenBy !== 'subject' || competent !== undefined,
    otherwise: 'Select yes if they were assessed as able to decide this for themself',
  });
  const able = rule(assessed, {
    of: ['givenBy', 'competent'],
    at: 'competent',
    holds: ({ givenBy, competent }) => !child || givenBy !== 'subject' || competent !== 'no',
    otherwise: 'A child under 16 who was not assessed as able to decide this cannot give consent. Record the consent of someone with parental responsibility, or choose a legal gateway',
  });
  return formOf(
    rule(able, {
      of: ['givenBy'],
      at: 'givenBy',
      holds: ({ givenBy }) => !grown || givenBy === 'subject',
      otherwise: 'From the age of 16 people give consent for themselves. Record what they decided, or choose a legal gateway',
    }),
  );
}
