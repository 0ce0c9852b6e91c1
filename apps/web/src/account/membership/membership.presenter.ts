import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { rolesInWords } from '../../layout/roles.js';
import type { CurrentSession } from '../../session/visit.js';
import type { Journey } from '../journey.js';
import { actingWords } from '../../layout/acting.js';
import { membershipForm } from './membership.form.js';

export function membershipPage(session: CurrentSession, journey: Journey, form?: Form): PageAnswer {
  return page('account/membership/membership', {
    title: 'Which agency do you act for?',
    form: form ?? membershipForm(session).blank({ membershipId: session.acting }),
    journey,
    items: session.memberships.map((membership) => ({
      value: membership.id,
      text: actingWords(membership),
      hint: rolesInWords(membership.roles),
    })),
  });
}
