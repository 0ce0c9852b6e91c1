import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { date } from '../../layout/times.js';
import type { MeetingView } from '../meeting-view.js';

export function endMeetingPage(meeting: MeetingView, form: Form): PageAnswer {
  return page('meetings/end/end-meeting', {
    title: 'End the meeting',
    back: `/meetings/${meeting.id}`,
    form,
    caption: `${meeting.forumName}, ${date(meeting.at)}`,
    undecided: meeting.agenda.filter(({ decidedAt }) => decidedAt === null).map((entry) => entry.case.reference),
  });
}
