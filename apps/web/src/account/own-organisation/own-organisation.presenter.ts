import type { LinkedIdentity } from '@concordat/contracts-partnership-registry';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';

export const OWN_ORGANISATION = '/account/organisation';
export const LINKING = `${OWN_ORGANISATION}/link`;

export function ownOrganisationPage(linked: readonly LinkedIdentity[], success: string | null): PageAnswer {
  return page('account/own-organisation/own-organisation', { title: 'Your organisation’s account', back: '/account', success, linked });
}

export function linkPage(agencyName: string, form: Form): PageAnswer {
  return page('account/own-organisation/link', { title: 'Link your organisation’s account', back: OWN_ORGANISATION, agencyName, form });
}

export function removePage({ agencyName }: LinkedIdentity, form: Form): PageAnswer {
  return page('account/own-organisation/remove', { title: 'Remove your organisation’s account', back: OWN_ORGANISATION, agencyName, form });
}
