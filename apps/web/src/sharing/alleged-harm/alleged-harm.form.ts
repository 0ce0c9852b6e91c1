import { RELATIONSHIPS } from '@concordat/contracts-protocol';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const allegedHarmForm = (subjectIds: readonly string[]) =>
  formOf(
    z.object({
      subjectId: fields.choiceOf(subjectIds, 'Select who is harmed'),
      name: fields.line('Enter the name of the person alleged to cause harm'),
      relationship: fields.choice(RELATIONSHIPS, 'Select how they are related'),
      what: fields.text('Enter what is alleged'),
      source: fields.line('Enter who said so'),
    }),
  );
