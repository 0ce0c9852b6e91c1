import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';

export const reviewForm = formOf(
  z.object({ outcome: fields.text('Enter what the agencies found', 2_000), nextOn: fields.date('Next review', { when: 'future' }), version: fields.version() }),
);
