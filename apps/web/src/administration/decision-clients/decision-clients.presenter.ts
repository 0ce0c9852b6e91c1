import type { DecisionClient } from '@concordat/contracts-partnership-registry';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { Confirmation } from '../records/confirmation.js';

export const CLIENTS = '/administration/decision-clients';

export function clientsPage(clients: readonly DecisionClient[], success: string | null): PageAnswer {
  return page('administration/decision-clients/decision-clients', {
    title: 'Systems that ask',
    back: '/administration',
    success,
    rows: clients.map(({ id, name, clientId, active }) => ({
      name, clientId,
      state: active ? { text: 'Can ask', colour: 'green' } : { text: 'Ended', colour: 'grey' },
      end: active ? `${CLIENTS}/${id}/end` : null,
    })),
  });
}

export function addPage(form: Form): PageAnswer {
  return page('administration/decision-clients/add-client', { title: 'Register a system', back: CLIENTS, form });
}

export function secretPage({ name, clientId }: DecisionClient, secret: string): PageAnswer {
  return page('administration/decision-clients/client-secret', { title: 'Give the system its secret', name, clientId, secret, list: CLIENTS });
}

export const ending = ({ name }: DecisionClient): Confirmation => ({
  title: 'Let a system ask no more',
  caption: 'System that asks',
  heading: `Let ${name} ask no more?`,
  consequences: ['it is answered nothing from then on', 'to let it ask again, register it anew'],
  button: 'Let it ask no more',
  warning: true,
  back: CLIENTS,
});
