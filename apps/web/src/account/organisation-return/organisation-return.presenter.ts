import { page, type PageAnswer } from '../../layout/answers.js';
import { withReturn } from '../../session/return-path.js';
import { LINKING } from '../own-organisation/own-organisation.presenter.js';

export const FIRST_TIME = '/sign-in/organisation/first-time';
export const REFUSED = '/sign-in/organisation/refused';

/** Nobody has linked this account of the organisation yet. */
export function firstTimePage(agencyName: string): PageAnswer {
  return page('account/organisation-return/first-time', { title: 'Link your organisation’s account', agencyName, onward: withReturn('/sign-in', LINKING) });
}

export function refusedPage(): PageAnswer {
  return page('account/organisation-return/refused', { title: 'Your organisation did not sign you in' });
}
