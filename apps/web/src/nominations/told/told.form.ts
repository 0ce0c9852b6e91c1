import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, rule } from '../../forms/form.js';
import { carried } from '../carried.js';

export const toldForm = (person: string) =>
  formOf(
    rule(
      rule(
        z.object({
          personKnows: fields.yesNo(`Select yes if the ${person} knows`),
          personWhyNot: fields.optionalText(2000),
          parentKnows: fields.yesNo('Select yes if a parent or carer knows'),
          parentWhyNot: fields.optionalText(2000),
          ...carried,
        }),
        { of: ['personKnows', 'personWhyNot'], at: 'personWhyNot', holds: ({ personKnows, personWhyNot }) => personKnows || personWhyNot !== '', otherwise: `Enter why the ${person} has not been told` },
      ),
      { of: ['parentKnows', 'parentWhyNot'], at: 'parentWhyNot', holds: ({ parentKnows, parentWhyNot }) => parentKnows || parentWhyNot !== '', otherwise: 'Enter why no parent or carer has been told' },
    ),
  );
