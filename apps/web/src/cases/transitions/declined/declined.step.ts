import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';
import { seen, transitionStep } from '../transition-step.js';

export const declinedForm = formOf(z.object({ ...seen, reason: fields.text('Enter why it is declined') }));

export const declined = transitionStep({
  to: 'declined',
  heading: 'Decline the nomination',
  button: 'Decline the nomination',
  template: 'cases/transitions/declined/declined',
  form: () => declinedForm,
  transition: ({ reason }) => ({ to: 'declined', reason }),
});
