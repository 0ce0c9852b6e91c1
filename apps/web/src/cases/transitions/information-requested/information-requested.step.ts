import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';
import { agencyChoices } from '../../agencies.js';
import { seen, transitionStep, type StepGiven } from '../transition-step.js';

const others = ({ agencies, file }: StepGiven) => agencies.filter(({ id }) => id !== file.ownerAgencyId);

export const informationRequestedForm = (agencyIds: readonly string[]) =>
  formOf(
    z.object({
      ...seen,
      what: fields.text('Enter what you need to know'),
      agencyIds: fields.choicesOf(agencyIds, 'Select at least one agency'),
      by: fields.date('Date by which you need it', { when: 'today-or-future' }),
    }),
  );

export const informationRequested = transitionStep({
  to: 'information-requested',
  heading: 'Ask for information',
  button: 'Ask for information',
  template: 'cases/transitions/information-requested/information-requested',
  needs: ['agencies'],
  form: (given) => informationRequestedForm(others(given).map(({ id }) => id)),
  transition: ({ what, agencyIds, by }) => ({ to: 'information-requested', what, agencyIds, by }),
  shows: (given) => ({ agencyItems: agencyChoices(others(given)) }),
});
