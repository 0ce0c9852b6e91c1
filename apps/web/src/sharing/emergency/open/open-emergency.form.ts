import { CATEGORIES, reference } from '@concordat/contracts-protocol';
import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';

const NO_REFERENCE = 'Enter the reference of the case, like YJ-7K3M-Q2';

const upper = (value: unknown): unknown => (typeof value === 'string' ? value.trim().toUpperCase() : value);

export const openEmergencyForm = formOf(
  z.object({
    threat: fields.text('Enter who is in danger, and how you know'),
    reference: z.preprocess(upper, z.string(NO_REFERENCE).refine((value) => reference.safeParse(value).success, NO_REFERENCE)),
    name: fields.line('Enter the name of the person'),
    dateOfBirth: fields.date('Date of birth', { when: 'past' }),
    categories: fields.choices(CATEGORIES, 'Select what you need'),
    sure: fields.mustTick('Confirm that life is in danger'),
  }),
);
