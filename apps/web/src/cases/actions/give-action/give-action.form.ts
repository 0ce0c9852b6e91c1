import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';

export const ANYONE = 'anyone';

export const giveActionForm = (agencyIds: readonly string[], userIds: readonly string[]) =>
  formOf(
    z.object({
      what: fields.text('Enter what is to be done'),
      agencyId: fields.choiceOf(agencyIds, 'Select an agency'),
      userId: fields.choiceOf([ANYONE, ...userIds], 'Select who is to do it'),
      due: fields.date('Date by which it is to be done', { when: 'today-or-future' }),
      kind: fields.choice(['prevention', 'enforcement', 'information', 'communication'], 'Select what kind of action it is'),
      /** The button "Give it and add another". */
      another: fields.ticked(),
    }),
  );
