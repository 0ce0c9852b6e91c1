import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';

export const chooseServiceForm = (subjectIds: readonly string[], serviceIds: readonly string[]) =>
  formOf(
    z.object({
      subjectId: fields.choiceOf(subjectIds, 'Select who is referred'),
      serviceId: fields.choiceOf(serviceIds, 'Select a service'),
    }),
  );
