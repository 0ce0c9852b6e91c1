import type { Agency, listAgencies } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import type { AgencyChoices, ListedChoices } from '../choices.js';
import type { Confirmation } from '../records/confirmation.js';
import type { Status } from '../tables.js';
import type { AgencyOptions } from './agency.form.js';

export const AGENCIES = '/administration/agencies';

export const AGENCY_DONE = {
  added: 'The agency has been added',
  changed: 'The agency has been changed',
  left: 'The agency has left the partnership',
  rejoined: 'The agency belongs to the partnership again',
} as const;

const standing = (active: boolean): Status => (active ? { text: 'Member', colour: 'green' } : { text: 'Left', colour: 'grey' });

export function agenciesPage(agencies: OutputOf<typeof listAgencies>, kinds: ListedChoices, left: boolean, after: string | null): PageAnswer {
  return page('administration/records/list', {
    title: left ? 'Agencies that have left' : 'Agencies',
    back: left ? AGENCIES : '/administration',
    buttons: left ? [] : [{ text: 'Add an agency', href: `${AGENCIES}/new` }],
    table: {
      caption: left ? 'Agencies that have left' : 'Agencies of the partnership',
      columns: ['Agency', 'Kind', 'Opens in an emergency'],
      rows: agencies.items.map(({ id, name, kind, emergencyAccess }) => [
        { text: name, href: `${AGENCIES}/${id}` },
        { text: kinds.name(kind) },
        { text: emergencyAccess ? 'Yes' : 'No' },
      ]),
    },
    empty: left ? 'No agency has left the partnership.' : 'There is no agency yet. Add the first one.',
    next: agencies.next,
    base: left ? `${AGENCIES}?left=yes` : AGENCIES,
    after,
    other: left ? undefined : { text: 'Agencies that have left', href: `${AGENCIES}?left=yes` },
  });
}

export function agencyPage(agency: Agency, agencies: AgencyChoices, kinds: ListedChoices, success: string | null): PageAnswer {
  const here = `${AGENCIES}/${agency.id}`;
  return page('administration/records/record', {
    title: 'Agency',
    back: AGENCIES,
    success,
    caption: 'Agency',
    heading: agency.name,
    rows: [
      { key: 'Kind', text: kinds.name(agency.kind) },
      { key: 'Part of', text: agency.parentId === null ? 'No other agency' : agencies.name(agency.parentId) },
      { key: 'Opens in an emergency', text: agency.emergencyAccess ? 'Yes, others may open its information in an emergency' : 'No' },
      { key: 'Duty contact', text: agency.dutyContact ?? 'None' },
      { key: 'In the partnership', text: standing(agency.active).text },
      { key: 'Id for another partnership', text: agency.id },
    ],
    buttons: [
      { text: 'Change details', href: `${here}/change` },
      { text: 'See its people', href: `/administration/people?agency=${agency.id}` },
      agency.active ? { text: 'Take it out of the partnership', href: `${here}/leave`, warning: true } : { text: 'Bring it back', href: `${here}/rejoin` },
    ],
    history: `/administration/history/agency/${agency.id}`,
  });
}

export function agencyFormPage(form: Form, options: AgencyOptions, agency: Agency | null): PageAnswer {
  return page('administration/agencies/agency-form', {
    title: agency === null ? 'Add an agency' : 'Change an agency',
    back: agency === null ? AGENCIES : `${AGENCIES}/${agency.id}`,
    caption: agency?.name ?? 'Agencies',
    form,
    ...options,
    adds: agency === null,
  });
}

export const leaving = (agency: Agency): Confirmation => ({
  title: 'Take an agency out of the partnership',
  caption: 'Agency',
  heading: `Take ${agency.name} out of the partnership?`,
  consequences: [
    'its people stop acting for it, and are signed out',
    'nothing more is shared with it or by it',
    'what it wrote stays where it is, with its name',
    'you can bring it back; its people then need new memberships',
  ],
  button: 'Take it out',
  warning: true,
  back: `${AGENCIES}/${agency.id}`,
});

export const rejoining = (agency: Agency): Confirmation => ({
  title: 'Bring an agency back',
  caption: 'Agency',
  heading: `Bring ${agency.name} back?`,
  consequences: ['it can be given people, forums and services again', 'its people need new memberships before they can act for it', 'agreements that it signed apply to it as they are signed'],
  button: 'Bring it back',
  warning: false,
  back: `${AGENCIES}/${agency.id}`,
});
