import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';
import { carried } from '../carried.js';

export const incidentForm = formOf(
  z.object({
    on: fields.date('Date', { when: 'today-or-past' }),
    what: fields.text('Enter what happened'),
    reportedTo: fields.optionalLine(),
    ...carried,
  }),
);

/** Below the list of what happened: one more, or on. */
export const anotherForm = formOf(z.object({ another: fields.yesNo('Select yes if something else happened') }));

/** Taking one off the list. */
export const removalForm = formOf(z.object(carried));
