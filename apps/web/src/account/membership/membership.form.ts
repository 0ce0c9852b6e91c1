import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';
import type { CurrentSession } from '../../session/visit.js';

/** The choices are the person's own memberships, known only as the page is made. */
export function membershipForm(session: CurrentSession) {
  const ids = session.memberships.map((membership) => membership.id);
  return formOf(z.object({ membershipId: fields.choiceOf(ids, 'Select the agency that you act for') }));
}
