import { z } from 'zod';
import { formOf } from '../../forms/form.js';

/** Some apps show the code in two groups of three, and people type it so. */
const code = z.preprocess(
  (value) => (typeof value === 'string' ? value.replaceAll(/[\s-]/g, '') : value),
  z.string('Enter the 6 digits that your app shows').regex(/^\d{6}$/, 'Enter the 6 digits that your app shows'),
);

export const secondFactorForm = formOf(z.object({ code }));
