import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const agendaForm = (meetingIds: readonly string[]) =>
  formOf(
    z.object({
      meetingId: fields.choiceOf(meetingIds, 'Select a meeting'),
      kind: fields.choice(['new-nomination', 'review', 'closure', 'urgent'], 'Select why it is on the agenda'),
    }),
  );
