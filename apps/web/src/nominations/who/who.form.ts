import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, rule } from '../../forms/form.js';
import { ageOn, agesInWords, isWithin, type Ages } from '../ages.js';
import { carried } from '../carried.js';

/** The forum's ages are checked here too, so that nobody fills in nine pages for nothing; what counts is the service's own check at the end. */
export function whoForm(forumName: string, ages: Ages) {
  return formOf(
    rule(
      z.object({
        givenName: fields.line('Enter a first name'),
        familyName: fields.line('Enter a last name'),
        dateOfBirth: fields.date('Date of birth', { when: 'past' }),
        ...carried,
      }),
      {
        of: ['dateOfBirth'],
        at: 'dateOfBirth',
        holds: ({ dateOfBirth }) => isWithin(ages, ageOn(dateOfBirth)),
        otherwise: `${forumName} takes people ${agesInWords(ages)}. Check the date of birth, or nominate to another forum`,
      },
    ),
  );
}
