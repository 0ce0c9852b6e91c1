import { defineRoute, id, instant, line, pageOf, pageQuery, SHARING_RECORDS } from '@concordat/contracts-protocol';
import { z } from 'zod';

const service = 'notifications' as const;

/**
 * What a notice is about. `case-protections`: who is kept from the case, for those who keep its register. Of staff: a change
 * of roles, a role that waits for a second person, an agency's review of access, somebody who left, how an
 * agency's people sign in.
 */
export const ABOUT_KINDS = ['case', 'referral', 'agreement', 'case-protections', 'referral-protections', 'role-change', 'role-request', 'access-review', 'leaver', 'identity-provider'] as const;

/** A notice: words that hold no personal detail, and where to go to read the matter itself. */
export const noticeView = z.strictObject({
  id,
  /** e.g. "A nomination is waiting to be screened". */
  text: line,
  about: z.strictObject({ kind: z.enum(ABOUT_KINDS), id }),
  /** The record about sharing that it tells of, on that case or referral; its `id` is null where it tells of several. */
  record: z.strictObject({ kind: z.enum(SHARING_RECORDS), id: id.nullable() }).nullable(),
  /** When it happened. */
  at: instant,
  readAt: instant.nullable(),
});
export type NoticeView = z.output<typeof noticeView>;

export const listNotices = defineRoute({
  service,
  method: 'GET',
  path: '/notices',
  summary: 'My notices: unread ones first, then the newest first',
  query: pageQuery.extend({ which: z.enum(['unread', 'all']).default('all') }),
  response: pageOf(noticeView),
});

export const countNotices = defineRoute({
  service,
  method: 'GET',
  path: '/notices/counts',
  summary: 'How many of my notices are unread',
  response: z.strictObject({ unread: z.int() }),
});

/** Answers the notice, so that whoever opens it knows where to go. Again, it answers the same. */
export const markNoticeRead = defineRoute({
  service,
  method: 'POST',
  path: '/notices/:noticeId/reading',
  summary: 'Mark one of my notices as read',
  params: z.strictObject({ noticeId: id }),
  response: noticeView,
  status: 201,
});
