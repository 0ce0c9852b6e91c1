import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';
import { seen, transitionStep } from '../transition-step.js';

export const onHoldForm = formOf(z.object({ ...seen, reason: fields.text('Enter why it is put on hold'), until: fields.date('Date until which it is on hold', { when: 'future' }) }));

export const onHold = transitionStep({
  to: 'on-hold',
  heading: 'Put the case on hold',
  button: 'Put the case on hold',
  template: 'cases/transitions/on-hold/on-hold',
  form: () => onHoldForm,
  transition: ({ reason, until }) => ({ to: 'on-hold', reason, until }),
});
