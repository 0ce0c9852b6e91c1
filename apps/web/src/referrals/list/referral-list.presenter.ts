import type { countReferrals, listReferrals } from '@concordat/contracts-referrals';
import type { OutputOf } from '@concordat/contracts-protocol';
import { page, type PageAnswer } from '../../layout/answers.js';
import { dateTime, shortDate } from '../../layout/times.js';
import type { KnownNames } from '../../services/names.js';
import { stateTag } from '../words/referral-words.js';
import { referralFilterForm, type ReferralFilter } from './referral-list.form.js';

export interface ReferralListAnswers {
  referrals: OutputOf<typeof listReferrals>;
  counts: OutputOf<typeof countReferrals>['states'];
  names: KnownNames;
}

export function referralListPage({ referrals, counts, names }: ReferralListAnswers, filter: ReferralFilter, after: string | null): PageAnswer {
  return page('referrals/list/referral-list', {
    title: 'Referrals',
    filter: referralFilterForm.blank({ ...filter }),
    showItems: [
      { value: 'open', text: 'Open referrals' },
      { value: 'ended', text: 'Ended referrals' },
      { value: 'all', text: 'All referrals' },
    ],
    counts: counts.map(({ state, count }) => ({ text: stateTag(state).text, count })),
    rows: referrals.items.map((row) => ({
      href: `/referrals/${row.id}`,
      reference: row.reference,
      person: row.personName ?? 'Name not shared with you',
      why: row.whyNamed,
      service: row.serviceName,
      from: names.agency(row.fromAgencyId),
      state: stateTag(row.state),
      since: shortDate(row.since),
      due: row.due === null ? '' : dateTime(row.due),
      overdue: row.overdue,
      worker: row.workerUserId === null ? 'Nobody yet' : names.user(row.workerUserId),
    })),
    empty: filter.mine
      ? 'No referral that you work on fits. Change what is shown.'
      : 'No referral to a service of your agency fits. Referrals come here when another agency makes one.',
    next: referrals.next,
    base: addressOf(filter),
    after,
  });
}

/** The list's address with a filter; what is usual is left out. */
export function addressOf({ show, mine }: ReferralFilter): string {
  const query = new URLSearchParams({ ...(show === 'open' ? {} : { show }), ...(mine ? { mine: 'yes' } : {}) });
  return query.size === 0 ? '/referrals' : `/referrals?${query.toString()}`;
}
