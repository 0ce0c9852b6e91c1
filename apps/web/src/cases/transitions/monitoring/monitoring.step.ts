import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';
import { agencyChoices } from '../../agencies.js';
import { agenciesNow } from '../../case-file.js';
import { seen, transitionStep, type StepGiven } from '../transition-step.js';

export const monitoringForm = (agencyIds: readonly string[]) =>
  formOf(
    z.object({
      ...seen,
      stepDownAgencyId: fields.choiceOf(agencyIds, 'Select the agency that keeps watch'),
      until: fields.date('Date until which it is monitored', { when: 'future' }),
    }),
  );

const taking = ({ agencies, file }: StepGiven) => agencies.filter(({ id }) => agenciesNow(file).includes(id));

export const monitoring = transitionStep({
  to: 'monitoring',
  heading: 'Step down to monitoring',
  button: 'Step down to monitoring',
  template: 'cases/transitions/monitoring/monitoring',
  needs: ['agencies'],
  form: (given) => monitoringForm(agenciesNow(given.file)),
  transition: ({ stepDownAgencyId, until }) => ({ to: 'monitoring', stepDownAgencyId, until }),
  shows: (given) => ({ agencyItems: agencyChoices(taking(given)) }),
});
