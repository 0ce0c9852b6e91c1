import { defineRoute, id, instant, line, pageOf, pageQuery, version } from '@concordat/contracts-protocol';
import { z } from 'zod';

const service = 'notifications' as const;

/** How a person hears of things besides the application. */
export const mailChoice = z.enum(['at-once', 'daily', 'application-only']);

/** A notice: words that hold no personal detail, and where to go to read the matter itself. */
export const noticeView = z.strictObject({
  id,
  /** e.g. "A nomination is waiting for you to screen". */
  text: line,
  about: z.strictObject({ kind: z.enum(['case', 'referral']), id }),
  at: instant,
  readAt: instant.nullable(),
});

export const listNotices = defineRoute({
  service,
  method: 'GET',
  path: '/notices',
  summary: 'My notices, the newest first',
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

export const markNoticeRead = defineRoute({
  service,
  method: 'POST',
  path: '/notices/:noticeId/reading',
  summary: 'Mark one of my notices as read',
  params: z.strictObject({ noticeId: id }),
  response: z.strictObject({ id, readAt: instant }),
  status: 201,
});

export const readPreference = defineRoute({
  service,
  method: 'GET',
  path: '/preference',
  summary: 'How I hear of things',
  response: z.strictObject({ mail: mailChoice, version: version.nullable() }),
});

export const choosePreference = defineRoute({
  service,
  method: 'PUT',
  path: '/preference',
  summary: 'Choose how I hear of things',
  body: z.strictObject({ mail: mailChoice, version: version.nullable() }),
  response: z.strictObject({ mail: mailChoice, version }),
});
