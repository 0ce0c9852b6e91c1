import type { listNotices, NoticeView } from '@concordat/contracts-notifications';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { Card } from '../../home/home-cards.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { dateTime } from '../../layout/times.js';

/** Where a notice's matter is read: the record that it tells of, or else what it is about. */
export function matterOf({ about, record }: NoticeView): string {
  if (record !== null) return recordOf(about, record);
  switch (about.kind) {
    case 'case':
      return `/cases/${about.id}`;
    case 'referral':
      return `/referrals/${about.id}`;
    case 'agreement':
      return `/agreements/${about.id}`;
    case 'role-change':
      return '/administration/role-changes';
    case 'role-request':
      return '/administration/role-requests';
    case 'access-review':
      return '/administration/access-review';
    case 'leaver':
      return `/handing-over/${about.id}`;
    case 'identity-provider':
      return '/administration/sign-in';
    case 'case-protections':
      return `/cases/${about.id}/protections`;
    case 'referral-protections':
      return `/referrals/${about.id}/protections`;
  }
}

/** The address of a record about sharing, or where it tells of several of their list. */
function recordOf(about: NoticeView['about'], record: NonNullable<NoticeView['record']>): string {
  const section = about.kind === 'referral' || about.kind === 'referral-protections' ? 'referrals' : 'cases';
  const one = record.id === null ? '' : `/${record.id}`;
  switch (record.kind) {
    case 'consent':
      return `/${section}/${about.id}/consents${one}`;
    case 'sharing-decision':
      return `/${section}/${about.id}/disclosures${one}`;
    case 'withdrawal-task':
      return record.id === null ? '/withdrawn-consent' : `/withdrawn-consent/${section}${one}`;
    case 'known-to-word':
      return record.id === null ? '/known-to' : `/known-to/${section}${one}`;
    case 'reader-request':
      return '/kept/readers';
    case 'emergency-access':
      return record.id === null ? '/emergency-access' : `/emergency-access/${section}${one}`;
  }
}

export function noticesPage({ items, next }: OutputOf<typeof listNotices>, unread: number, after: string | null, success: string | null): PageAnswer {
  return page('notifications/notices/notices', {
    title: 'Notices',
    success,
    unread,
    next,
    after,
    rows: items.map(({ id, text, at, readAt }) => ({ id, text, href: `/notices/${id}`, when: dateTime(at), unread: readAt === null })),
  });
}

/** The home page's card: how many are unread, and the newest of them. */
export function unreadCard(unread: number, newest: readonly NoticeView[]): Card {
  return {
    title: 'New for you',
    href: '/notices',
    ...(unread === 0 ? {} : { number: unread, text: unread === 1 ? 'notice to read' : 'notices to read' }),
    items: newest.map(({ id, text, at }) => ({ text, href: `/notices/${id}`, hint: dateTime(at) })),
    empty: 'You have read all your notices.',
  };
}
