import type { AccessReview, listAccessReviews } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { rolesInWords, rolesToGrantAgain } from '../../layout/roles.js';
import { date, shortDate } from '../../layout/times.js';
import { MEMBERSHIPS } from '../memberships/memberships.presenter.js';
import type { Status } from '../tables.js';

export const ACCESS_REVIEW = '/administration/access-review';

export const REVIEW_DONE = { confirmed: 'The access has been confirmed for a year' } as const;

const STATES: Readonly<Record<AccessReview['state'], Status>> = {
  confirmed: { text: 'Confirmed', colour: 'green' },
  due: { text: 'To confirm', colour: 'yellow' },
  overdue: { text: 'Overdue', colour: 'orange' },
  suspended: { text: 'Suspended', colour: 'red' },
};

export function reviewsPage({ items, next }: OutputOf<typeof listAccessReviews>, which: 'due' | 'all', after: string | null, success: string | null): PageAnswer {
  return page('administration/records/list', {
    title: 'Review of access',
    back: '/administration',
    success,
    intro: 'Once a year somebody else confirms that each person still needs what they may do here. Whoever nobody confirms is suspended 30 days after it was due, until somebody does.',
    table: {
      caption: 'Memberships, those that have waited longest first',
      columns: ['Person', 'Roles', 'Last confirmed', 'Confirm by', 'State', 'Review'],
      actions: true,
      rows: items.map((review) => [
        { text: review.name, hint: review.agencyName },
        { text: rolesInWords(review.roles) },
        { text: shortDate(review.confirmedOn), together: true },
        { text: shortDate(review.dueOn), together: true },
        { tag: STATES[review.state] },
        review.mayConfirm ? { text: 'Review', href: `${ACCESS_REVIEW}/${review.membershipId}`, hidden: `the access of ${review.name}` } : { text: 'Somebody else reviews' },
      ]),
    },
    empty: which === 'due' ? 'Nobody’s access is to be confirmed at the moment.' : 'The agency has nobody yet.',
    next,
    base: which === 'due' ? ACCESS_REVIEW : `${ACCESS_REVIEW}?which=all`,
    after,
    other: which === 'due' ? { text: 'Show everybody', href: `${ACCESS_REVIEW}?which=all` } : { text: 'Show those that are to be confirmed', href: ACCESS_REVIEW },
  });
}

export function reviewPage(review: AccessReview, form: Form): PageAnswer {
  const waiting = review.state === 'suspended' ? rolesToGrantAgain([review]) : null;
  return page('administration/access-review/review', {
    title: 'Review somebody’s access',
    back: ACCESS_REVIEW,
    caption: `${review.name}, ${review.agencyName}`,
    rows: [
      { key: 'Roles', text: rolesInWords(review.roles) },
      { key: 'Last confirmed on', text: date(review.confirmedOn) },
      review.state === 'suspended' ? { key: 'State', text: 'Suspended until it is confirmed' } : { key: 'Suspended unless confirmed by', text: date(review.suspendsOn) },
      ...(waiting === null ? [] : [{ key: 'When you confirm it, wait for a second person', text: waiting }]),
    ],
    change: `${MEMBERSHIPS}/${review.membershipId}/change`,
    form,
  });
}
