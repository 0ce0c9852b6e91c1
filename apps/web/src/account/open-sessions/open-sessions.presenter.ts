import type { listOwnSessions, OpenSession } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import { buttonForm, type Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { dateTime } from '../../layout/times.js';

export const OWN_SESSIONS = '/account/sessions';

export const SESSIONS_DONE = {
  ended: 'You have been signed out there',
  'others-ended': 'You have been signed out everywhere else',
} as const;

/** Where a session was last used, in words. */
export const deviceWords = ({ device }: Pick<OpenSession, 'device'>): string => device ?? 'A browser that says nothing of itself';

export function openSessionsPage({ items, current }: OutputOf<typeof listOwnSessions>, success: string | null): PageAnswer {
  return page('account/open-sessions/open-sessions', {
    title: 'Where you are signed in',
    back: '/account',
    success,
    several: items.length > 1,
    rows: items.map((session) => ({
      device: deviceWords(session),
      begun: dateTime(session.begunAt),
      lastUsed: dateTime(session.lastUsedAt),
      here: session.id === current,
      href: `${OWN_SESSIONS}/${session.id}/end`,
    })),
  });
}

export function endSessionPage(session: OpenSession, form: Form = buttonForm.blank()): PageAnswer {
  return ending('Sign out there', `Signed in on ${dateTime(session.begunAt)} with ${deviceWords(session)}. It is signed out at once.`, form);
}

export function endOthersPage(form: Form = buttonForm.blank()): PageAnswer {
  return ending('Sign out everywhere else', 'You stay signed in here, and are signed out everywhere else at once.', form);
}

function ending(heading: string, text: string, form: Form): PageAnswer {
  return page('account/open-sessions/end-session', { title: heading, back: OWN_SESSIONS, heading, text, form });
}
