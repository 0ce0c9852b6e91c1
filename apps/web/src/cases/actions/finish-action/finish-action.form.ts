import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf, rule } from '../../../forms/form.js';

const asked = z.object({
  version: fields.version(),
  to: fields.choice(['done', 'not-done'], 'Select whether it was done'),
  result: fields.optionalText(),
  whyNot: fields.optionalText(),
});

export const finishActionForm = formOf(
  rule(
    rule(asked, { of: ['to', 'result'], at: 'result', holds: ({ to, result }) => to !== 'done' || result !== '', otherwise: 'Enter what came of it' }),
    { of: ['to', 'whyNot'], at: 'whyNot', holds: ({ to, whyNot }) => to !== 'not-done' || whyNot !== '', otherwise: 'Enter why it was not done' },
  ),
);
