import { ERASURE_HOLDS } from '@concordat/contracts-protocol';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, rule } from '../../forms/form.js';

export const decideErasureForm = formOf(
  rule(
    z.object({
      version: fields.version(),
      decision: fields.choice(['erase', 'hold'], 'Select whether they are to be erased'),
      hold: z.enum(ERASURE_HOLDS).or(z.literal('')).default(''),
    }),
    { of: ['decision', 'hold'], at: 'hold', holds: ({ decision, hold }) => decision !== 'hold' || hold !== '', otherwise: 'Select why they are kept' },
  ),
);
