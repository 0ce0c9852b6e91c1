import { CATEGORIES, CONDITIONS, type Category } from '@concordat/contracts-protocol';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, rule } from '../../forms/form.js';
import { valuesOf, type Option } from '../choices.js';
import { optionalChoiceOf } from '../fields.js';
import type { NewTerm, Term } from './writing.js';

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

export const agreementForm = formOf(rule(z.object({ ...details, reviewOn: fields.date('Review date', { optional: true }), version: fields.version() }), inOrder));

export const purposesForm = (purposes: readonly Option[]) =>
  formOf(z.object({ purposes: fields.choicesOf(valuesOf(purposes), 'Select what the parties share for'), aim: fields.text('Enter why the parties share'), version: fields.version() }));

export const documentsForm = formOf(z.object({ impactAssessment: fields.line('Enter where the data protection impact assessment is', 500), policyDocument: fields.optionalLine(500), version: fields.version() }));

export const partForm = (empty: string) => formOf(z.object({ text: fields.text(empty), version: fields.version() }));

const people = {
  contactName: fields.line('Enter the name of the contact'),
  contactPosition: fields.line('Enter the position of the contact'),
  contactEmail: fields.email(),
  signatoryName: fields.line('Enter who signs for the agency'),
  signatoryPosition: fields.line('Enter the position of who signs'),
  version: fields.version(),
};

export const newPartyForm = (agencies: readonly Option[]) => formOf(z.object({ agencyId: fields.choiceOf(valuesOf(agencies), 'Select an agency'), ...people }));
export const partyForm = formOf(z.object(people));

/** The choice that stands for every signatory. */
export const EVERYONE = '*';

export interface TermOptions {
  purposes: readonly Option[];
  agencies: readonly Option[];
  gateways: readonly Option[];
  /** What there is to know of each category. */
  parts: Readonly<Record<Category, readonly Option[]>>;
}

const party = (agencies: readonly Option[], empty: string) => fields.choicesOf([EVERYONE, ...valuesOf(agencies)], empty);

const conditionsFor = (sensitivity: 'special-category' | 'criminal-offence') => CONDITIONS.filter(({ allows }) => allows.some((one) => one === sensitivity));
export const SPECIAL_CONDITIONS: readonly Option[] = conditionsFor('special-category').map(({ code, name }) => ({ value: code, text: name }));
export const CRIMINAL_CONDITIONS: readonly Option[] = conditionsFor('criminal-offence').map(({ code, name }) => ({ value: code, text: name }));

/** The field with the parts of a category. */
export const partsField = (category: Category) => `parts-${category}` as const;

export const termForm = ({ purposes, agencies, gateways, parts }: TermOptions) =>
  formOf(
    z.object({
      from: party(agencies, 'Select who may give'),
      categories: fields.choices(CATEGORIES, 'Select what they may give'),
      ...Object.fromEntries(CATEGORIES.map((category) => [partsField(category), fields.choicesOf(valuesOf(parts[category]))])),
      to: party(agencies, 'Select to whom they may give it'),
      purpose: fields.choiceOf(valuesOf(purposes), 'Select what it is for'),
      basis: fields.choice(['public-task', 'legal-obligation', 'consent', 'vital-interests', 'legitimate-interests', 'recognised-legitimate-interest'], 'Select the basis'),
      gateway: optionalChoiceOf(valuesOf(gateways), 'Select a gateway from the list'),
      specialCategory: optionalChoiceOf(valuesOf(SPECIAL_CONDITIONS), 'Select a condition from the list'),
      criminalOffence: optionalChoiceOf(valuesOf(CRIMINAL_CONDITIONS), 'Select a condition from the list'),
      export: fields.yesNo('Select yes if it may be printed or taken away'),
      version: fields.version(),
    }),
  );

type TypedTerm = NonNullable<ReturnType<ReturnType<typeof termForm>['read']>['value']>;

const partyOf = (chosen: readonly string[]): '*' | string[] => (chosen.includes(EVERYONE) ? '*' : [...chosen]);

const listOf = (value: unknown): string[] => z.array(z.string()).safeParse(value).data ?? [];
const conditionCalled = (code: string | null) => CONDITIONS.find((condition) => condition.code === code)?.code ?? null;

/** A term as it was typed: of each category the parts that were ticked, or all of it. */
export function termOf(typed: TypedTerm): NewTerm {
  const { from, to, categories, purpose, basis, gateway, export: exported, specialCategory, criminalOffence } = typed;
  const parts = new Map(Object.entries(typed));
  const partsOf = (category: Category): '*' | string[] => {
    const chosen = listOf(parts.get(partsField(category)));
    return chosen.length === 0 ? '*' : chosen;
  };
  return {
    from: partyOf(from),
    to: partyOf(to),
    categories: Object.fromEntries(categories.map((category) => [category, partsOf(category)])),
    purpose,
    basis,
    gateway,
    export: exported,
    conditions: { specialCategory: conditionCalled(specialCategory), criminalOffence: conditionCalled(criminalOffence) },
  };
}

/** A term as its form shows it again. */
export function typedTerm({ from, to, categories, purpose, basis, gateway, export: exported, conditions }: Term): Record<string, string | string[] | boolean> {
  return {
    from: from === '*' ? [EVERYONE] : from,
    to: to === '*' ? [EVERYONE] : to,
    categories: Object.keys(categories),
    ...Object.fromEntries(Object.entries(categories).map(([category, parts]) => [`parts-${category}`, parts === '*' ? [] : parts])),
    purpose,
    basis,
    gateway: gateway ?? '',
    specialCategory: conditions.specialCategory ?? '',
    criminalOffence: conditions.criminalOffence ?? '',
    export: exported,
  };
}
