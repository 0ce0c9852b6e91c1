import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';
import { seen, transitionStep } from '../transition-step.js';

export const acceptedAgainForm = formOf(z.object({ ...seen, reason: fields.text('Enter why it is reopened') }));

export const acceptedAgain = transitionStep({
  to: 'accepted-again',
  heading: 'Reopen the case',
  button: 'Reopen the case',
  template: 'cases/transitions/accepted-again/accepted-again',
  form: () => acceptedAgainForm,
  transition: ({ reason }) => ({ to: 'accepted-again', reason }),
});
