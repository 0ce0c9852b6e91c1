import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const askKnownToForm = (subjectIds: readonly string[]) =>
  formOf(z.object({ subjectId: fields.choiceOf(subjectIds, 'Select whom you ask about'), why: fields.text('Enter why you ask', 2000) }));
