import { CONSENT_EVIDENCE } from '@concordat/contracts-protocol';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const withdrawForm = formOf(
  z.object({
    by: fields.line('Enter who withdrew it'),
    on: fields.date('Date of the withdrawal', { when: 'today-or-past' }),
    how: fields.choice(CONSENT_EVIDENCE, 'Select how they said so'),
    note: fields.optionalText(),
    version: fields.version(),
  }),
);
