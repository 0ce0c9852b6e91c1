import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';
import { date } from '../../../layout/times.js';
import { seen, transitionStep } from '../transition-step.js';

export const screeningForm = formOf(
  z.object({
    ...seen,
    duplicatesChecked: fields.mustTick('Confirm that you have checked for duplicates'),
    activityElsewhere: fields.optionalText(2000),
  }),
);

export const screening = transitionStep({
  to: 'screening',
  heading: 'Screen the nomination',
  button: 'Start screening',
  template: 'cases/transitions/screening/screening',
  needs: ['likely'],
  form: () => screeningForm,
  transition: ({ duplicatesChecked, activityElsewhere }) => ({ to: 'screening', duplicatesChecked, activityElsewhere }),
  shows: ({ likely }) => ({
    likely: likely.map(({ name, dateOfBirth, cases }) => ({
      name,
      born: dateOfBirth === null ? 'Not known' : date(dateOfBirth),
      cases: cases.map(({ id, reference }) => ({ href: `/cases/${id}`, text: reference })),
    })),
  }),
});
