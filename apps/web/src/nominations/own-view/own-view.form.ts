import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, rule } from '../../forms/form.js';
import { carried } from '../carried.js';

export const ownViewForm = formOf(
  rule(
    rule(
      z.object({ asked: fields.yesNo('Select yes if you asked for their view'), view: fields.optionalText(), whyNot: fields.optionalText(2000), ...carried }),
      { of: ['asked', 'view'], at: 'view', holds: ({ asked, view }) => !asked || view !== '', otherwise: 'Enter what they said' },
    ),
    { of: ['asked', 'whyNot'], at: 'whyNot', holds: ({ asked, whyNot }) => asked || whyNot !== '', otherwise: 'Enter why you have not asked' },
  ),
);
