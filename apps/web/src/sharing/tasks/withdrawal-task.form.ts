import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const withdrawalTaskForm = formOf(
  z.object({
    how: fields.choice(['stopped', 'deleted', 'returned'], 'Select what you did'),
    note: fields.text('Enter what was done, and by whom'),
    version: fields.version(),
  }),
);
