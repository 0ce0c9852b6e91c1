import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';
import { timeOfDay } from '../../forms/time-of-day.js';

export const planMeetingForm = (forumCodes: readonly string[]) =>
  formOf(
    z.object({
      forumCode: fields.choiceOf(forumCodes, 'Select a forum'),
      on: fields.date('Date of the meeting', { when: 'today-or-future' }),
      time: timeOfDay('Enter the time at which it begins'),
      place: fields.line('Enter where it is held'),
    }),
  );
