import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';
import { seen, transitionStep } from '../transition-step.js';

export const assessingForm = formOf(z.object({ ...seen, objective: fields.text('Enter the objective') }));

export const assessing = transitionStep({
  to: 'assessing',
  heading: 'Set the objective',
  button: 'Start assessing',
  template: 'cases/transitions/assessing/assessing',
  form: () => assessingForm,
  transition: ({ objective }) => ({ to: 'assessing', objective }),
});
