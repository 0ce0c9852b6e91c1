import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, rule } from '../../forms/form.js';
import { carried } from '../carried.js';

export const dangerForm = formOf(
  rule(
    z.object({
      immediateDanger: fields.yesNo('Select yes if someone is in immediate danger'),
      harmToChild: fields.yesNo('Select yes if a child is at risk of significant harm'),
      done: fields.optionalText(),
      ...carried,
    }),
    {
      of: ['immediateDanger', 'harmToChild', 'done'],
      at: 'done',
      holds: ({ immediateDanger, harmToChild, done }) => !(immediateDanger || harmToChild) || done !== '',
      otherwise: 'Enter what has been done: who was told, and when',
    },
  ),
);
