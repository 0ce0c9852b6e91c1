import { defineRoute, id, instant, line } from '@concordat/contracts-protocol';
import { z } from 'zod';

/**
 * The header in which the web passes on what the browser calls itself, in a few words (“Firefox on Windows”), so that
 * people tell their sessions apart. Anything but letters, digits and the like is ignored.
 */
export const BROWSER_NAME_HEADER = 'x-browser-name';

/** A session that holds. Neither its token nor a network address is ever told. */
export const openSession = z.strictObject({
  id,
  /** Where it was last used, e.g. “Firefox on Windows”; null while that is not known. */
  device: line.nullable(),
  begunAt: instant,
  /** To the minute. */
  lastUsedAt: instant,
});
export type OpenSession = z.output<typeof openSession>;

/** How many are listed at most, the newest first. */
export const MOST_OPEN_SESSIONS = 100;

const listed = z.array(openSession).max(MOST_OPEN_SESSIONS);

/** Whoever holds a session: where else they are signed in. */
export const listOwnSessions = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/sessions',
  summary: 'Where one is signed in',
  response: z.strictObject({ items: listed, /** The session that asks. */ current: id }),
});

const ended = z.strictObject({ ended: z.literal(true) });

/** Ends one of one's own sessions at once. 403 `confirmation-needed` more than ten minutes after its owner last said who they are; 404 for a session that is another's or has ended. */
export const endOwnSession = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/:sessionId/end',
  summary: 'End one of one’s own sessions',
  params: z.strictObject({ sessionId: id }),
  response: ended,
});

/** Ends all of one's own sessions at once but the one that asks. 403 `confirmation-needed`. */
export const endOtherSessions = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/sessions/current/others/end',
  summary: 'End one’s other sessions',
  response: ended,
});

/** Administrators of the agency that looks after the person: where they are signed in. 422 `managed-elsewhere`, `another-agency`. */
export const listSessionsOf = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/people/:userId/sessions',
  summary: 'Where a person is signed in',
  params: z.strictObject({ userId: id }),
  response: z.strictObject({ items: listed }),
});

/** Administrators, as {@link listSessionsOf}. 404 for a session that is another's or has ended. */
export const endSessionOf = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/people/:userId/sessions/:sessionId/end',
  summary: 'End one session of a person',
  params: z.strictObject({ userId: id, sessionId: id }),
  response: ended,
});
