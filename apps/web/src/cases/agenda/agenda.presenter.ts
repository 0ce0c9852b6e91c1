import type { listMeetings } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { date, dateTime, today } from '../../layout/times.js';
import type { CaseFile } from '../case-file.js';
import { AGENDA_KINDS } from '../words/agenda-words.js';

export type MeetingRows = OutputOf<typeof listMeetings>['items'];

export function agendaPage(file: CaseFile, meetings: MeetingRows, form: Form): PageAnswer {
  return page('cases/agenda/agenda', {
    title: 'Put the case on an agenda',
    back: `/cases/${file.id}`,
    form,
    reference: file.reference,
    forumName: file.forumName,
    meetingItems: meetings.map(({ id, at, place, agendaDue }) => ({
      value: id,
      text: `${dateTime(at)}, ${place}`,
      hint: agendaDue < today() ? `Its agenda was due on ${date(agendaDue)}: the case would be late and urgent` : `Its agenda is due on ${date(agendaDue)}`,
    })),
    kindItems: Object.entries(AGENDA_KINDS).map(([value, text]) => ({ value, text })),
  });
}
