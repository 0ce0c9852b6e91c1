import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, rule } from '../../forms/form.js';

const details = {
  name: fields.line('Enter the entry'),
  validFrom: fields.date('Start date'),
  validTo: fields.date('End date', { optional: true }),
  healthOrSocialCare: fields.ticked(),
  position: fields.wholeNumber('Place in the list', { min: 0, max: 10_000 }),
};

const inOrder = {
  of: ['validFrom', 'validTo'] as const,
  at: 'validTo' as const,
  holds: ({ validFrom, validTo }: { validFrom: string; validTo: string | null }) => validTo === null || validTo >= validFrom,
  otherwise: 'End date must be the same as or after the start date',
};

export const newEntryForm = formOf(rule(z.object(details), inOrder));

export const entryForm = formOf(rule(z.object({ ...details, version: fields.version() }), inOrder));
