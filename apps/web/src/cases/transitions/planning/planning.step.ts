import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';
import { seen, transitionStep } from '../transition-step.js';

export const planningForm = formOf(z.object({ ...seen, analysis: fields.text('Enter the analysis') }));

export const planning = transitionStep({
  to: 'planning',
  heading: 'Record the analysis',
  button: 'Start planning',
  template: 'cases/transitions/planning/planning',
  form: () => planningForm,
  transition: ({ analysis }) => ({ to: 'planning', analysis }),
});
