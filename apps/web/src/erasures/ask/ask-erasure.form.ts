import { ERASURE_GROUNDS, erasureReference } from '@concordat/contracts-protocol';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const askErasureForm = (subjectIds: readonly string[]) =>
  formOf(
    z.object({
      subjectId: fields.choiceOf(subjectIds, 'Select who is to be erased'),
      ground: fields.choice(ERASURE_GROUNDS, 'Select why they are to be erased'),
      reference: fields.line('Enter the number of the request', 40).pipe(erasureReference),
    }),
  );
