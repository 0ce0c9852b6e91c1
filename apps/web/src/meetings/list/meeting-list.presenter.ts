import type { listMeetings } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { page, type PageAnswer } from '../../layout/answers.js';
import { date, dateTime } from '../../layout/times.js';
import { meetingTag } from '../../cases/words/agenda-words.js';

export type When = 'coming' | 'past';

const EMPTY = {
  coming: 'No meeting of your agency’s forums is planned.',
  past: 'No meeting of your agency’s forums has ended yet.',
} as const;

export function meetingListPage({ items, next }: OutputOf<typeof listMeetings>, when: When, mayPlan: boolean, after: string | null): PageAnswer {
  return page('meetings/list/meeting-list', {
    title: 'Meetings',
    tabs: [
      { text: 'Coming', href: '/meetings', active: when === 'coming' },
      { text: 'Past', href: '/meetings?when=past', active: when === 'past' },
    ],
    mayPlan,
    rows: items.map((meeting) => ({
      href: `/meetings/${meeting.id}`,
      at: dateTime(meeting.at),
      forum: meeting.forumName,
      place: meeting.place,
      cases: meeting.cases,
      agendaDue: date(meeting.agendaDue),
      state: meetingTag(meeting.state),
    })),
    caption: when === 'coming' ? 'Meetings that are coming' : 'Meetings that have ended',
    empty: EMPTY[when],
    next,
    base: when === 'coming' ? '/meetings' : '/meetings?when=past',
    after,
  });
}
