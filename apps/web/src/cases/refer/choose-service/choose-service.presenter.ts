import type { listReferralServices } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { Form } from '../../../forms/form.js';
import { page, type PageAnswer } from '../../../layout/answers.js';
import type { KnownNames } from '../../../services/names.js';
import { personName, type CaseFile } from '../../case-file.js';

export type ReferralServices = OutputOf<typeof listReferralServices>['items'];

export function chooseServicePage(file: CaseFile, services: ReferralServices, names: KnownNames, form: Form): PageAnswer {
  return page('cases/refer/choose-service/choose-service', {
    title: 'Refer to a service',
    back: `/cases/${file.id}`,
    form,
    reference: file.reference,
    people: file.people.map((person) => ({ value: person.subjectId, text: personName(person) })),
    serviceItems: services
      .filter(({ eligible }) => eligible)
      .map(({ id, name, description, providerAgencyId }) => ({ value: id, text: `${name}, ${names.agency(providerAgencyId)}`, hint: description })),
    notFor: services.filter(({ eligible }) => !eligible).map(({ name, whyNot }) => ({ name, why: whyNot ?? 'It does not take this person.' })),
  });
}
