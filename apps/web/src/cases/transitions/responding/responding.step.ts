import { z } from 'zod';
import { formOf } from '../../../forms/form.js';
import { seen, transitionStep } from '../transition-step.js';

export const respondingForm = formOf(z.object(seen));

export const responding = transitionStep({
  to: 'responding',
  heading: 'Start the response',
  button: 'Start the response',
  template: 'cases/transitions/responding/responding',
  form: () => respondingForm,
  transition: () => ({ to: 'responding' }),
});
