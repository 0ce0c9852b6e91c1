import { mailChoice } from '@concordat/contracts-notifications';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const preferenceForm = formOf(
  z.object({
    mail: z.enum(mailChoice.options, 'Select how you want to hear of new notices'),
    /** Empty while the person has never chosen. */
    version: z.preprocess((typed) => (typed === '' ? null : typed), fields.version().nullable()),
  }),
);
