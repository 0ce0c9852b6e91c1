import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const personAnswerForm = (subjectIds: readonly string[]) =>
  formOf(
    z.object({
      subjectId: fields.choiceOf(subjectIds, 'Select whom it is about'),
      answer: fields.choice(['yes', 'no'], 'Select yes or no'),
      by: fields.line('Enter who said so'),
      on: fields.date('Date', { when: 'today-or-past' }),
      about: fields.text('Enter what it was about'),
    }),
  );
