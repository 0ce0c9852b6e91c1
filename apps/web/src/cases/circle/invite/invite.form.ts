import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';

export const inviteForm = (agencyIds: readonly string[]) =>
  formOf(
    z.object({
      agencyId: fields.choiceOf(agencyIds, 'Select an agency'),
      until: fields.date('Last day', { optional: true, when: 'today-or-future' }),
    }),
  );
