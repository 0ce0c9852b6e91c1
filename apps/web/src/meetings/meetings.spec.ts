import { describe, expect, it } from '@jest/globals';
import { aCase, agencies, anAction, names, users } from '../../test/case-factory.js';
import { Form } from '../forms/form.js';
import { decisionForm } from './decision/decision.form.js';
import { tellDecision } from './decision/decision.presenter.js';
import { endMeetingForm } from './end/end-meeting.form.js';
import { endMeetingPage } from './end/end-meeting.presenter.js';
import { meetingListPage } from './list/meeting-list.presenter.js';
import { meetingPage } from './meeting/meeting.presenter.js';
import { readTime } from '../forms/time-of-day.js';
import type { AgendaEntry, MeetingView } from './meeting-view.js';
import { attendanceField, openingOf, openMeetingForm } from './open/open-meeting.form.js';
import { planMeetingForm } from './plan/plan-meeting.form.js';

const messages = (form: Form) => form.faults.map(({ message }) => message);

function caseRow(): AgendaEntry['case'] {
  const { id, reference, forumCode, forumName, state, since, ownerAgencyId, nominatingAgencyId, leadUserId, nominatedAt, people } = aCase();
  return { id, reference, forumCode, forumName, state, since, ownerAgencyId, nominatingAgencyId, leadUserId, nominatedAt, people };
}

function anEntry(known: Partial<AgendaEntry> = {}): AgendaEntry {
  return { id: users.mary, version: 1, kind: 'review', late: false, case: caseRow(), discussion: null, decision: null, why: [], decidedAt: null, actions: [], ...known };
}

function aMeeting(known: Partial<MeetingView> = {}): MeetingView {
  return {
    id: users.tom, version: 2, forumCode: 'youth-jag', forumName: 'Youth JAG', at: '2026-02-12T14:00:00.000Z', place: 'Narborough', state: 'planned', agendaDue: '2026-02-05', cases: 1,
    confidentialityReadAt: null, attendance: [], agenda: [anEntry()], may: { run: true }, ...known,
  };
}

const shown = (known: Partial<MeetingView>) => meetingPage(aMeeting(known), names, null).model;

describe('a time of the day', () => {
  it.each([['10:30am', '10:30'], ['2pm', '14:00'], ['2.30 pm', '14:30'], ['14:30', '14:30'], ['0930', '09:30'], ['9:05', '09:05'], ['12am', '00:00'], ['12pm', '12:00'], ['midday', '12:00']])('"%s" is %s', (typed, time) => {
    expect(readTime(typed)).toBe(time);
  });

  it.each(['', '9', '14', '25:00', '10:61', '13pm', '0am', 'soon', '10:3'])('"%s" is none', (typed) => {
    expect(readTime(typed)).toBeNull();
  });
});

describe('planning a meeting', () => {
  it('asks for forum, date, time and place', () => {
    expect(messages(planMeetingForm(['youth-jag']).read({}).form)).toEqual(['Select a forum', 'Enter a date of the meeting', 'Enter the time at which it begins', 'Enter where it is held']);
  });

  it('says what a time looks like', () => {
    expect(messages(planMeetingForm([]).read({ time: 'early' }).form)).toContain('Enter a time in the correct format, like 10:30am or 14:30');
  });
});

describe('the page of a meeting', () => {
  const decide = `/meetings/${users.tom}/agenda/${users.mary}/decision`;

  it('lets whoever runs it open it, record and give actions while it is open, and end it', () => {
    expect(shown({})).toMatchObject({ openHref: `/meetings/${users.tom}/open`, endHref: null, agenda: [{ decideHref: null, actionHref: null }] });
    expect(shown({ state: 'open' })).toMatchObject({
      openHref: null,
      endHref: `/meetings/${users.tom}/end`,
      agenda: [{ decideHref: decide, decideText: 'Record discussion and decision', actionHref: expect.stringContaining(`/actions/new?meeting=${users.tom}`) }],
    });
    expect(shown({ state: 'ended' })).toMatchObject({ openHref: null, endHref: null, agenda: [{ decideHref: null, actionHref: null }] });
  });

  it('lets nobody else', () => {
    expect(shown({ state: 'open', may: { run: false } })).toMatchObject({ endHref: null, agenda: [{ decideHref: null, actionHref: null }] });
  });

  it('shows decisions, actions and who was there', () => {
    const { model } = meetingPage(
      aMeeting({ agenda: [anEntry({ decision: 'Offer a mentor', decidedAt: '2026-02-12T15:00:00.000Z', actions: [anAction()] })], attendance: [{ agencyId: agencies.police, userId: null, present: true, agreed: true }, { agencyId: agencies.school, userId: null, present: false, agreed: false }] }),
      names,
      null,
    );
    expect(model.agenda).toMatchObject([{ number: 1, decision: 'Offer a mentor', actions: [{ whose: 'Leicestershire Police' }] }]);
    expect(model.attendance).toEqual([{ agency: 'Leicestershire Police', words: 'There, and agreed to the confidentiality statement' }, { agency: 'Countesthorpe Academy', words: 'Not there' }]);
  });

  it('is in the list of those to come or past', () => {
    const { model } = meetingListPage({ items: [], next: null }, 'past', false, null);
    expect([model.empty, model.base, model.mayPlan]).toEqual(['No meeting of your agency’s forums has ended yet.', '/meetings?when=past', false]);
  });
});

describe('opening a meeting', () => {
  const forum = [{ id: agencies.council, name: 'Blaby District Council' }, { id: agencies.police, name: 'Leicestershire Police' }];
  const form = openMeetingForm(forum, [agencies.school]);

  it('needs the statement to have been read, and each agency of the forum to be accounted for', () => {
    expect(messages(form.read({ version: '2' }).form)).toEqual(['Confirm that the confidentiality statement was read', 'Select whether Blaby District Council is there', 'Select whether Leicestershire Police is there']);
  });

  it('records who is there and agrees', () => {
    const { value } = form.read({ version: '2', statementRead: 'yes', [attendanceField(agencies.council)]: 'agreed', [attendanceField(agencies.police)]: 'not-agreed', others: agencies.school });
    expect(openingOf(forum, value)).toEqual({
      version: 2,
      statementRead: true,
      attendance: [
        { agencyId: agencies.council, present: true, agreed: true },
        { agencyId: agencies.police, present: true, agreed: false },
        { agencyId: agencies.school, present: true, agreed: true },
      ],
    });
  });
});

describe('deciding', () => {
  it('needs a decision; what was said may be left out', () => {
    expect(messages(decisionForm.read({ version: '1' }).form)).toEqual(['Enter the decision']);
    expect(decisionForm.read({ version: '1', decision: 'Mentor', action: 'yes' }).value).toEqual({ version: 1, discussion: '', decision: 'Mentor', action: true });
  });

  it('shows a decision that someone else was faster with', () => {
    const form = new Form({}, 'key');
    const row = { by: 'Mary Okafor', byUser: users.mary, at: '12 February 2026 at 3pm' };
    form.changed = [{ ...row, field: 'Decision', from: 'Nothing', to: users.tom }, { ...row, field: 'Decided at', from: 'Nothing', to: '12 February 2026' }];
    tellDecision(form, anEntry({ decision: 'Offer a mentor' }));
    expect(form.changed).toEqual([{ ...row, field: 'Decision', from: 'Nothing', to: 'Offer a mentor' }]);
  });
});

describe('ending a meeting', () => {
  it('names the cases that have no decision', () => {
    const { model } = endMeetingPage(aMeeting({ agenda: [anEntry(), anEntry({ decidedAt: '2026-02-12T15:00:00.000Z' })] }), endMeetingForm.blank());
    expect(model.undecided).toEqual(['YJ-7K3M-Q2']);
  });
});
