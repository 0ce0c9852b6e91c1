import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

const entries = (text: string): string[] => text.split(/[\s,]+/).map((entry) => entry.trim()).filter((entry) => entry !== '');

/** The secret stays as it is where it is left empty; the version is missing before anything was entered. */
export const signInSettingsForm = formOf(
  z.object({
    issuer: fields.line('Enter the issuer', 500),
    clientId: fields.line('Enter the client ID', 255),
    secret: z.string().max(500, 'Must be 500 characters or fewer').default(''),
    domains: fields.text('Enter a domain', 2000).transform((text) => entries(text.toLowerCase())),
    secondFactorCounts: fields.yesNo('Select yes if its second factor counts'),
    strongAcr: fields.optionalText(2000).transform(entries),
    version: z.preprocess((value) => (value === '' ? undefined : value), z.coerce.number().int().positive().optional()),
  }),
);
