import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';

/** Where somebody links the account that they have at work with the link that they were given to theirs here. */
export const JOINING = '/sign-in/organisation/join';

/** The page of a link to an account. */
export const linkAddress = (token: string): string => `/passwords/${encodeURIComponent(token)}`;

/** `name`: whose account the link opens. */
export function joinPage(given: { token: string; name: string; agencyName: string }, form: Form): PageAnswer {
  const { token, name, agencyName } = given;
  return page('account/join/join', { title: 'Link your organisation’s account', back: linkAddress(token), name, agencyName, form });
}
