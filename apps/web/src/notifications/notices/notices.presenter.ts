import type { listNotices, NoticeView } from '@concordat/contracts-notifications';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { Card } from '../../home/home-cards.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { dateTime } from '../../layout/times.js';

/** Where a notice's matter is read. */
export function matterOf({ about }: NoticeView): string {
  switch (about.kind) {
    case 'case':
      return `/cases/${about.id}`;
    case 'referral':
      return `/referrals/${about.id}`;
    case 'case-protections':
      return `/cases/${about.id}/protections`;
    case 'referral-protections':
      return `/referrals/${about.id}/protections`;
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
