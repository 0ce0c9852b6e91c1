import { SUBJECT_KINDS } from '@concordat/contracts-partnership-registry';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, rule } from '../../forms/form.js';
import { valuesOf, type Option } from '../choices.js';
import { agesInOrder, oneALine, optionalAge } from '../fields.js';

export interface ForumOptions {
  purposes: readonly Option[];
  agencies: readonly Option[];
}

const details = ({ purposes, agencies }: ForumOptions) => ({
  name: fields.line('Enter the name of the forum'),
  purpose: fields.choiceOf(valuesOf(purposes), 'Select what it is for'),
  subjectKinds: fields.choices(SUBJECT_KINDS, 'Select at least one of people, groups and places'),
  minimumAge: optionalAge('Youngest age'),
  maximumAge: optionalAge('Oldest age'),
  criteria: oneALine({ entries: 50, called: 'criteria' }),
  ownerAgencyId: fields.choiceOf(valuesOf(agencies), 'Select the agency that runs it'),
  coreAgencyIds: fields.choicesOf(valuesOf(agencies)),
  agendaDays: fields.wholeNumber('Number of working days', { min: 0, max: 30 }),
});

const ages = {
  of: ['minimumAge', 'maximumAge'] as const,
  at: 'maximumAge' as const,
  holds: ({ minimumAge, maximumAge }: { minimumAge: number | null; maximumAge: number | null }) => agesInOrder(minimumAge, maximumAge),
  otherwise: 'Oldest age must be the same as or above the youngest age',
};

const referencePrefix = z.preprocess(
  (value) => (typeof value === 'string' ? value.trim().toUpperCase() : value),
  z.string('Enter two letters').regex(/^[A-Z]{2}$/, 'Enter two letters, like YJ'),
);

export const newForumForm = (options: ForumOptions) => {
  const { name, ...others } = details(options);
  return formOf(rule(z.object({ name, referencePrefix, ...others }), ages));
};

export const forumForm = (options: ForumOptions) => formOf(rule(z.object({ ...details(options), version: fields.version() }), ages));
