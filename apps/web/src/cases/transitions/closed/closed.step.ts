import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';
import { seen, transitionStep } from '../transition-step.js';

export const closedForm = (outcomes: readonly string[]) =>
  formOf(
    z.object({
      ...seen,
      outcome: fields.choiceOf(outcomes, 'Select the outcome'),
      reason: fields.text('Enter why the case is closed'),
      ownView: fields.text('Enter the person’s own view'),
      victimTold: fields.choice(['yes', 'no', 'no-victim'], 'Select whether the victim was told'),
      learned: fields.text('Enter what was learned'),
    }),
  );

export const closed = transitionStep({
  to: 'closed',
  heading: 'Close the case',
  button: 'Close the case',
  template: 'cases/transitions/closed/closed',
  needs: ['outcomes'],
  form: ({ outcomes }) => closedForm(outcomes.map(({ code }) => code)),
  transition: ({ outcome, reason, ownView, victimTold, learned }, { outcomes }) => ({
    to: 'closed',
    outcome,
    // Whether it counts as positive goes with the outcome.
    positive: outcomes.some(({ code, positive }) => code === outcome && positive),
    reason,
    ownView,
    victimTold,
    learned,
  }),
  shows: ({ outcomes }) => ({
    outcomeItems: outcomes.map(({ code, name, positive }) => ({ value: code, text: name, hint: positive ? 'A positive outcome' : undefined })),
  }),
});
