import type { DirectoryService, listDirectoryServices } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { count } from '../../layout/words.js';
import type { AgencyChoices, ListedChoices } from '../choices.js';
import { agesInWords } from '../fields.js';
import type { Confirmation } from '../records/confirmation.js';
import type { DirectoryOptions } from './directory.form.js';

export const DIRECTORY = '/administration/directory';

export const DIRECTORY_DONE = {
  added: 'The service has been added',
  changed: 'The service has been changed',
  ended: 'The service is no longer offered',
  resumed: 'The service is offered again',
} as const;

export interface DirectoryLists {
  agencies: AgencyChoices;
  kinds: ListedChoices;
  purposes: ListedChoices;
}

export function directoryPage(services: OutputOf<typeof listDirectoryServices>, { agencies, kinds }: DirectoryLists, ended: boolean, after: string | null): PageAnswer {
  return page('administration/records/list', {
    title: ended ? 'Services that are no longer offered' : 'Directory of services',
    back: ended ? DIRECTORY : '/administration',
    intro: ended ? undefined : 'Services of the partnership’s agencies to which people are referred.',
    buttons: ended ? [] : [{ text: 'Add a service', href: `${DIRECTORY}/new` }],
    table: {
      caption: 'Services by name',
      columns: ['Service', 'Kind', 'Provided by', 'Ages', 'Acknowledged within'],
      rows: services.items.map((service) => [
        { text: service.name, href: `${DIRECTORY}/${service.id}` },
        { text: kinds.name(service.kind) },
        { text: agencies.name(service.providerAgencyId) },
        { text: agesInWords(service.minimumAge, service.maximumAge) },
        { text: count(service.acknowledgeHours, 'hour'), together: true },
      ]),
    },
    empty: ended ? 'Every service is still offered.' : 'There is no service yet. Add the first one: nobody can be referred before.',
    next: services.next,
    base: ended ? `${DIRECTORY}?ended=yes` : DIRECTORY,
    after,
    other: ended ? undefined : { text: 'Services that are no longer offered', href: `${DIRECTORY}?ended=yes` },
  });
}

export function servicePage(service: DirectoryService, { agencies, kinds, purposes }: DirectoryLists, success: string | null): PageAnswer {
  const here = `${DIRECTORY}/${service.id}`;
  return page('administration/records/record', {
    title: 'Service of the directory',
    back: DIRECTORY,
    success,
    caption: 'Service',
    heading: service.name,
    note: service.active ? null : 'This service is no longer offered. Nobody can be referred to it; referrals that it has go on.',
    rows: [
      { key: 'Provided by', text: agencies.name(service.providerAgencyId) },
      { key: 'Kind', text: kinds.name(service.kind) },
      { key: 'What it is for', text: purposes.name(service.purpose) },
      { key: 'What it offers', text: service.description },
      { key: 'Ages', text: agesInWords(service.minimumAge, service.maximumAge) },
      { key: 'Referrals acknowledged', text: `Within ${count(service.acknowledgeHours, 'hour')}` },
      { key: 'First contact', text: `Within ${count(service.firstContactHours, 'hour')}` },
      { key: 'Where else to go', text: service.signpost ?? '' },
    ],
    buttons: [
      { text: 'Change this service', href: `${here}/change` },
      service.active ? { text: 'Stop offering it', href: `${here}/end`, warning: true } : { text: 'Offer it again', href: `${here}/resume` },
    ],
    history: `/administration/history/directory-service/${service.id}`,
  });
}

export function directoryFormPage(form: Form, options: DirectoryOptions, service: DirectoryService | null): PageAnswer {
  return page('administration/directory/directory-form', {
    title: service === null ? 'Add a service' : 'Change a service',
    back: service === null ? DIRECTORY : `${DIRECTORY}/${service.id}`,
    caption: service?.name ?? 'Directory of services',
    form,
    ...options,
    adds: service === null,
  });
}

export const stopping = (service: DirectoryService): Confirmation => ({
  title: 'Stop offering a service',
  caption: 'Service',
  heading: `Stop offering ${service.name}?`,
  consequences: ['nobody can be referred to it any more', 'referrals that it has go on until they end', 'it can be offered again'],
  button: 'Stop offering it',
  warning: true,
  back: `${DIRECTORY}/${service.id}`,
});

export const offeringAgain = (service: DirectoryService): Confirmation => ({
  title: 'Offer a service again',
  caption: 'Service',
  heading: `Offer ${service.name} again?`,
  consequences: ['people can be referred to it again'],
  button: 'Offer it again',
  warning: false,
  back: `${DIRECTORY}/${service.id}`,
});
