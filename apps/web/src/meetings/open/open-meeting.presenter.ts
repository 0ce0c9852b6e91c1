import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { date } from '../../layout/times.js';
import type { MeetingView } from '../meeting-view.js';
import { attendanceField } from './open-meeting.form.js';

export interface Attending {
  /** The forum's own agencies. */
  ofForum: readonly { id: string; name: string }[];
  others: readonly { id: string; name: string }[];
}

export function openMeetingPage(meeting: MeetingView, { ofForum, others }: Attending, form: Form): PageAnswer {
  return page('meetings/open/open-meeting', {
    title: 'Open the meeting',
    back: `/meetings/${meeting.id}`,
    form,
    caption: `${meeting.forumName}, ${date(meeting.at)}`,
    forumName: meeting.forumName,
    agencies: ofForum.map(({ id, name }) => ({ field: attendanceField(id), name })),
    attendanceItems: [
      { value: 'agreed', text: 'There, and agrees' },
      { value: 'not-agreed', text: 'There, and does not agree' },
      { value: 'absent', text: 'Not there' },
    ],
    otherItems: others.map(({ id, name }) => ({ value: id, text: name })),
  });
}
