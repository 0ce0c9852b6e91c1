import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf, rule } from '../../../forms/form.js';
import { readTime } from '../../../forms/time-of-day.js';

export const ACTIONS = ['read', 'export'] as const;

export const askForm = (membershipIds: readonly string[]) =>
  formOf(
    rule(
      rule(
        z.object({
          membershipId: fields.choiceOf(membershipIds, 'Select a person'),
          action: fields.choice(ACTIONS, 'Select what they would do'),
          when: fields.choice(['now', 'then'], 'Select when'),
          on: fields.date('Date', { optional: true }),
          time: fields.optionalLine(),
        }),
        { of: ['when', 'on'], at: 'on', holds: ({ when, on }) => when === 'now' || on !== null, otherwise: 'Enter a date' },
      ),
      { of: ['when', 'time'], at: 'time', holds: ({ when, time }) => when === 'now' || readTime(time.toLowerCase()) !== null, otherwise: 'Enter a time in the correct format, like 10:30am or 14:30' },
    ),
  );
