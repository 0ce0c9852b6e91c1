import type { listActions, listCases } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { listReferrals } from '@concordat/contracts-referrals';
import { page, type PageAnswer } from '../layout/answers.js';
import { shortDate } from '../layout/times.js';

export interface OpenWork {
  cases: OutputOf<typeof listCases>['items'];
  actions: OutputOf<typeof listActions>['items'];
  referrals: OutputOf<typeof listReferrals>['items'];
}

/** Each leads to the page on which it is given to somebody else. */
export function handingOverPage(name: string, { cases, actions, referrals }: OpenWork): PageAnswer {
  return page('handing-over/handing-over', {
    title: 'Hand over what a colleague worked on',
    heading: `What ${name} has open`,
    sections: [
      {
        heading: 'Cases that they lead',
        empty: 'They lead no case that you may see.',
        table: { caption: 'Cases', columns: ['Case', 'Forum', 'Since'], rows: cases.map(({ id, reference, forumName, since }) => [{ text: reference, href: `/cases/${id}` }, { text: forumName }, { text: shortDate(since), together: true }]) },
      },
      {
        heading: 'Actions that they were given',
        empty: 'They have no open action that you may see.',
        table: { caption: 'Actions', columns: ['Action', 'Case', 'Due'], rows: actions.map(({ id, what, caseId, caseReference, due }) => [{ text: what, href: `/actions/${id}` }, { text: caseReference, href: `/cases/${caseId}` }, { text: shortDate(due), together: true }]) },
      },
      {
        heading: 'Referrals that they work on',
        empty: 'They work on no referral that you may see.',
        table: { caption: 'Referrals', columns: ['Referral', 'Service', 'Since'], rows: referrals.map(({ id, reference, serviceName, since }) => [{ text: reference, href: `/referrals/${id}` }, { text: serviceName }, { text: shortDate(since), together: true }]) },
      },
    ],
  });
}
