import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';
import { seen, transitionStep } from '../transition-step.js';

export const assessingResultForm = formOf(z.object({ ...seen, whatChanged: fields.text('Enter what changed') }));

export const assessingResult = transitionStep({
  to: 'assessing-result',
  heading: 'Assess the result',
  button: 'Assess the result',
  template: 'cases/transitions/assessing-result/assessing-result',
  form: () => assessingResultForm,
  transition: ({ whatChanged }) => ({ to: 'assessing-result', whatChanged }),
});
