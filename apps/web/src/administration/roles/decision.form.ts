import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const decisionForm = formOf(
  z.object({
    grant: fields.yesNo('Select yes if they are to have this role'),
    why: fields.optionalText(500),
    version: fields.version(),
  }),
);
