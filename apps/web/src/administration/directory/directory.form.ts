import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, rule } from '../../forms/form.js';
import { valuesOf, type Option } from '../choices.js';
import { agesInOrder, optionalAge } from '../fields.js';

export interface DirectoryOptions {
  agencies: readonly Option[];
  kinds: readonly Option[];
  purposes: readonly Option[];
}

const details = ({ agencies, kinds, purposes }: DirectoryOptions) => ({
  name: fields.line('Enter the name of the service'),
  providerAgencyId: fields.choiceOf(valuesOf(agencies), 'Select the agency that provides it'),
  kind: fields.choiceOf(valuesOf(kinds), 'Select what kind of service it is'),
  purpose: fields.choiceOf(valuesOf(purposes), 'Select what it is for'),
  description: fields.optionalText(2000),
  minimumAge: optionalAge('Youngest age'),
  maximumAge: optionalAge('Oldest age'),
  acknowledgeHours: fields.wholeNumber('Number of hours to acknowledge a referral', { min: 1, max: 10_000 }),
  firstContactHours: fields.wholeNumber('Number of hours to a first contact', { min: 1, max: 10_000 }),
  signpost: fields.optionalText(500),
});

const ages = {
  of: ['minimumAge', 'maximumAge'] as const,
  at: 'maximumAge' as const,
  holds: ({ minimumAge, maximumAge }: { minimumAge: number | null; maximumAge: number | null }) => agesInOrder(minimumAge, maximumAge),
  otherwise: 'Oldest age must be the same as or above the youngest age',
};

export const newDirectoryForm = (options: DirectoryOptions) => formOf(rule(z.object(details(options)), ages));

export const directoryForm = (options: DirectoryOptions) => formOf(rule(z.object({ ...details(options), version: fields.version() }), ages));
