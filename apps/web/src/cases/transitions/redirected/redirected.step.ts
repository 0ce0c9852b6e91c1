import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';
import { seen, transitionStep } from '../transition-step.js';

export const redirectedForm = formOf(z.object({ ...seen, where: fields.line('Enter where it is redirected to'), reason: fields.text('Enter why it is redirected') }));

export const redirected = transitionStep({
  to: 'redirected',
  heading: 'Redirect the nomination',
  button: 'Redirect the nomination',
  template: 'cases/transitions/redirected/redirected',
  form: () => redirectedForm,
  transition: ({ where, reason }) => ({ to: 'redirected', where, reason }),
});
