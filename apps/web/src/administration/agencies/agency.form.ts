import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';
import { valuesOf, type Option } from '../choices.js';
import { optionalChoiceOf } from '../fields.js';

export interface AgencyOptions {
  kinds: readonly Option[];
  parents: readonly Option[];
}

const details = ({ kinds, parents }: AgencyOptions) => ({
  name: fields.line('Enter the name of the agency'),
  kind: fields.choiceOf(valuesOf(kinds), 'Select what kind of agency it is'),
  parentId: optionalChoiceOf(valuesOf(parents), 'Select an agency from the list'),
  emergencyAccess: fields.yesNo('Select yes if others may open its information in an emergency'),
  dutyContact: fields.optionalLine().transform((typed) => (typed === '' ? null : typed)),
});

const existingId = z
  .preprocess((value) => (typeof value === 'string' ? value.trim() : (value ?? '')), z.union([z.literal(''), z.uuid()], 'Enter the whole id, as the other partnership gave it'))
  .transform((value) => (value === '' ? undefined : value));

export const newAgencyForm = (options: AgencyOptions) => formOf(z.object({ ...details(options), existingId }));

export const agencyForm = (options: AgencyOptions) => formOf(z.object({ ...details(options), version: fields.version() }));
