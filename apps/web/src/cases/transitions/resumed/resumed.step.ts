import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';
import { seen, transitionStep } from '../transition-step.js';

export const resumedForm = formOf(z.object({ ...seen, reason: fields.optionalText(2000) }));

export const resumed = transitionStep({
  to: 'resumed',
  heading: 'Resume the case',
  button: 'Resume the case',
  template: 'cases/transitions/resumed/resumed',
  form: () => resumedForm,
  transition: ({ reason }) => ({ to: 'resumed', reason }),
});
