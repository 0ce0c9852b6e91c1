import { endSessionOf, listSessionsOf, type OpenSession, type Person } from '@concordat/contracts-partnership-registry';
import { NotFoundError } from '@concordat/platform-errors';
import { deviceWords } from '../../account/open-sessions/open-sessions.presenter.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { dateTime } from '../../layout/times.js';
import type { Services } from '../../services/services.js';
import type { Confirmation } from '../records/confirmation.js';
import { PEOPLE } from './people.presenter.js';

export const SESSIONS_OF_DONE = { ended: 'The session has ended' } as const;

const sessionsOf = ({ id }: Pick<Person, 'id'>): string => `${PEOPLE}/${id}/sessions`;

/** Where a person is signed in, for whoever looks after their account. */
export async function personSessionsPage(services: Services, person: Person, success: string | null): Promise<PageAnswer> {
  const { items } = await services.call(listSessionsOf, { params: { userId: person.id } });
  return page('administration/records/record', {
    title: 'Where a person is signed in',
    back: `${PEOPLE}/${person.id}`,
    success,
    caption: person.name,
    heading: 'Where they are signed in',
    rows: [],
    buttons: items.length === 0 ? [] : [{ text: 'Sign them out everywhere', href: `${PEOPLE}/${person.id}/end-sessions` }],
    sections: [
      {
        heading: 'Sessions',
        empty: 'They are not signed in anywhere.',
        table: {
          caption: 'Sessions, the newest first',
          columns: ['Browser', 'Signed in', 'Last used', 'Sign out'],
          actions: true,
          rows: items.map((session) => [
            { text: deviceWords(session) },
            { text: dateTime(session.begunAt) },
            { text: dateTime(session.lastUsedAt) },
            { text: 'Sign out there', href: `${sessionsOf(person)}/${session.id}/end`, hidden: `: ${deviceWords(session)}, signed in on ${dateTime(session.begunAt)}` },
          ]),
        },
      },
    ],
  });
}

/** @throws NotFoundError for a session that is not the person's, or has ended */
export async function endingSession(services: Services, person: Person, sessionId: string): Promise<Confirmation> {
  const { items } = await services.call(listSessionsOf, { params: { userId: person.id } });
  const session: OpenSession | undefined = items.find(({ id }) => id === sessionId);
  if (session === undefined) throw new NotFoundError('session');
  return {
    title: 'End a session',
    caption: person.name,
    heading: 'Sign them out there?',
    consequences: [`${deviceWords(session)}, signed in on ${dateTime(session.begunAt)}, is signed out at once`, 'what they were typing there can be lost', 'they can sign in again'],
    button: 'Sign out',
    warning: false,
    back: sessionsOf(person),
  };
}

export async function endSession(services: Services, userId: string, sessionId: string, idempotencyKey: string): Promise<void> {
  await services.call(endSessionOf, { params: { userId, sessionId }, idempotencyKey });
}
