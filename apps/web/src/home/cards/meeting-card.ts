import type { listMeetings } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { date, dateTime, today } from '../../layout/times.js';
import { count } from '../../layout/words.js';
import type { Card } from '../home-cards.js';

type Meetings = OutputOf<typeof listMeetings>['items'];

/** The meetings that come next, of every forum that the agency takes part in. */
export function meetingCard(meetings: Meetings, now = today()): Card {
  return {
    title: meetings.length > 1 ? 'Next meetings' : 'Next meeting',
    href: '/meetings',
    items: meetings.map(({ id, forumName, at, agendaDue, cases }) => ({
      text: `${forumName}, ${dateTime(at)}`,
      href: `/meetings/${id}`,
      hint: `${cases === 0 ? 'Nothing on the agenda yet' : `${count(cases, 'case')} on the agenda`}, ${agendaDue < now ? 'agenda was due' : 'agenda due'} ${date(agendaDue)}`,
    })),
    empty: 'No meeting is planned.',
  };
}
