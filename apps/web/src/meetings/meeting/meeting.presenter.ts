import { actionRows } from '../../cases/case-page/case-work.presenter.js';
import { peopleNames, whyNamed } from '../../cases/case-file.js';
import { AGENDA_KINDS, meetingTag } from '../../cases/words/agenda-words.js';
import { stateTag } from '../../cases/words/case-words.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { date, dateTime } from '../../layout/times.js';
import type { KnownNames } from '../../services/names.js';
import type { AgendaEntry, MeetingView } from '../meeting-view.js';

export function meetingPage(meeting: MeetingView, names: KnownNames, success: string | null): PageAnswer {
  const { id, state, may } = meeting;
  return page('meetings/meeting/meeting', {
    title: `${meeting.forumName} meeting on ${date(meeting.at)}`,
    back: state === 'ended' ? '/meetings?when=past' : '/meetings',
    success,
    forumName: meeting.forumName,
    heading: `Meeting on ${date(meeting.at)}`,
    state: meetingTag(state),
    rows: [
      { key: 'When', text: dateTime(meeting.at) },
      { key: 'Where', text: meeting.place },
      { key: 'Agenda due', text: date(meeting.agendaDue) },
      ...(meeting.confidentialityReadAt === null ? [] : [{ key: 'Confidentiality statement', text: `Read on ${dateTime(meeting.confidentialityReadAt)}` }]),
    ],
    openHref: may.run && state === 'planned' ? `/meetings/${id}/open` : null,
    endHref: may.run && state === 'open' ? `/meetings/${id}/end` : null,
    agenda: meeting.agenda.map((entry, place) => entryOf(meeting, entry, place + 1, names)),
    attendance: meeting.attendance.map(({ agencyId, present, agreed }) => ({ agency: names.agency(agencyId), words: attendanceWords(present, agreed) })),
  });
}

function entryOf({ id, state, may }: MeetingView, entry: AgendaEntry, number: number, names: KnownNames) {
  const runs = may.run && state === 'open';
  return {
    id: entry.id,
    number,
    reference: entry.case.reference,
    href: `/cases/${entry.case.id}`,
    people: peopleNames(entry.case.people),
    whyNamed: whyNamed(entry.case.people),
    caseState: stateTag(entry.case.state),
    kind: AGENDA_KINDS[entry.kind],
    late: entry.late,
    discussion: entry.discussion,
    decision: entry.decision,
    why: entry.why,
    actions: actionRows(entry.actions, names),
    decideHref: runs ? `/meetings/${id}/agenda/${entry.id}/decision` : null,
    decideText: entry.decidedAt === null ? 'Record discussion and decision' : 'Record a further decision',
    actionHref: runs ? `/cases/${entry.case.id}/actions/new?meeting=${id}` : null,
  };
}

function attendanceWords(present: boolean, agreed: boolean): string {
  if (!present) return 'Not there';
  return agreed ? 'There, and agreed to the confidentiality statement' : 'There, and did not agree to the confidentiality statement';
}

/** Ids of everybody whom the page names. */
export function idsInMeeting({ agenda, attendance }: MeetingView): { userIds: (string | null)[]; agencyIds: string[] } {
  const actions = agenda.flatMap((entry) => entry.actions);
  return { userIds: actions.map(({ userId }) => userId), agencyIds: [...actions.map(({ agencyId }) => agencyId), ...attendance.map(({ agencyId }) => agencyId)] };
}
