import { newTerm, type Agreement } from '@concordat/contracts-partnership-registry';
import { CATEGORIES } from '@concordat/contracts-protocol';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, rule } from '../../forms/form.js';
import { valuesOf, type Option } from '../choices.js';
import { optionalChoiceOf } from '../fields.js';

export const signForm = (agencies: readonly Option[]) =>
  formOf(z.object({ agencyId: fields.choiceOf(valuesOf(agencies), 'Select the agency that signed'), on: fields.date('Date of signature', { when: 'today-or-past' }), version: fields.version() }));

const details = { name: fields.line('Enter the name of the agreement'), validFrom: fields.date('Start date'), validTo: fields.date('End date') };

const inOrder = {
  of: ['validFrom', 'validTo'] as const,
  at: 'validTo' as const,
  holds: ({ validFrom, validTo }: { validFrom: string; validTo: string }) => validTo > validFrom,
  otherwise: 'End date must be after the start date',
};

export const newAgreementForm = formOf(rule(z.object(details), inOrder));

export const agreementForm = formOf(rule(z.object({ ...details, version: fields.version() }), inOrder));

/** The choice that stands for every signatory. */
export const EVERYONE = '*';

export interface TermOptions {
  purposes: readonly Option[];
  agencies: readonly Option[];
  gateways: readonly Option[];
}

const party = (agencies: readonly Option[], empty: string) => fields.choicesOf([EVERYONE, ...valuesOf(agencies)], empty);

export const termForm = ({ purposes, agencies, gateways }: TermOptions) =>
  formOf(
    z.object({
      from: party(agencies, 'Select who may give'),
      categories: fields.choices(CATEGORIES, 'Select what they may give'),
      to: party(agencies, 'Select to whom they may give it'),
      purpose: fields.choiceOf(valuesOf(purposes), 'Select what it is for'),
      basis: fields.choice(['public-task', 'legal-obligation', 'consent', 'vital-interests', 'legitimate-interests', 'recognised-legitimate-interest'], 'Select the basis'),
      gateway: optionalChoiceOf(valuesOf(gateways), 'Select a gateway from the list'),
      export: fields.yesNo('Select yes if it may be printed or taken away'),
      version: fields.version(),
    }),
  );

type TypedTerm = NonNullable<ReturnType<ReturnType<typeof termForm>['read']>['value']>;
type NewTerm = z.output<typeof newTerm>;

const partyOf = (chosen: readonly string[]): '*' | string[] => (chosen.includes(EVERYONE) ? '*' : [...chosen]);

/** A term as it was typed: each category wholly. */
export function termOf({ version: _version, from, to, categories, ...rest }: TypedTerm): NewTerm {
  return { ...rest, from: partyOf(from), to: partyOf(to), categories: Object.fromEntries(categories.map((category) => [category, '*' as const])) };
}

/** The terms of a draft as they are written again: their numbers and ids are given anew. */
export const termsOf = ({ terms }: Agreement): NewTerm[] => terms.map(({ id: _id, number: _number, ...term }) => term);
