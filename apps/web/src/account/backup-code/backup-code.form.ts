import { z } from 'zod';
import { formOf } from '../../forms/form.js';

const wrong = 'Enter a backup code, for example k3m7q-2xd9p';

/** As people copy it from paper: with capitals, with spaces, without the dash. */
const code = z.preprocess(
  (value) => (typeof value === 'string' ? value.toLowerCase().replaceAll(/[^a-z0-9]/g, '') : value),
  z.string(wrong).regex(/^[a-hjkmnp-z2-9]{10}$/, wrong).transform((letters) => `${letters.slice(0, 5)}-${letters.slice(5)}`),
);

export const backupCodeForm = formOf(z.object({ code }));
