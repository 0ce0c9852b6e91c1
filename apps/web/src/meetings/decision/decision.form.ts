import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const decisionForm = formOf(
  z.object({
    version: fields.version(),
    discussion: fields.optionalText(),
    decision: fields.text('Enter the decision'),
    /** The button "Record it and give an action". */
    action: fields.ticked(),
  }),
);
