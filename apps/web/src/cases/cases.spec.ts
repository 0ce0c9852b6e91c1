import { describe, expect, it } from '@jest/globals';
import { aCase, agencies, anAction, anItem, names, users } from '../../test/case-factory.js';
import { acceptActionForm } from './actions/action/accept-action.form.js';
import { actionPage } from './actions/action/action.presenter.js';
import { finishActionForm } from './actions/finish-action/finish-action.form.js';
import { ANYONE, giveActionForm } from './actions/give-action/give-action.form.js';
import { giveActionPage } from './actions/give-action/give-action.presenter.js';
import { actionListPage } from './actions/list/action-list.presenter.js';
import { agendaPage } from './agenda/agenda.presenter.js';
import { agendaForm } from './agenda/agenda.form.js';
import { movedOnRows } from './case-changes.js';
import { agenciesNow, identitiesIn } from './case-file.js';
import { inviteForm } from './circle/invite/invite.form.js';
import { caseFilterOf } from './list/case-list.form.js';
import { caseListPage } from './list/case-list.presenter.js';
import { chooseServicePage } from './refer/choose-service/choose-service.presenter.js';
import { chooseServiceForm } from './refer/choose-service/choose-service.form.js';
import { agreementOf, detailsForm } from './refer/details/details.form.js';
import { checkPage } from './refer/details/details.presenter.js';
import { durationWords } from './words/duration.js';
import { endOfDay, instantAt } from './words/london-time.js';

const messages = (form: { faults: readonly { message: string }[] }) => form.faults.map(({ message }) => message);

describe('the list of cases', () => {
  const listed = (query: object, counts: { state: 'closed' | 'nominated'; count: number; own: number; led: number }[] = []) =>
    caseListPage({ cases: { items: [], next: null }, counts, forums: [{ code: 'youth-jag', name: 'Youth JAG', purpose: 'youth-diversion', ownerAgencyId: agencies.council, coreAgencyIds: [], subjectKinds: ['person'], minimumAge: 10, maximumAge: 17, criteria: [] }], names }, caseFilterOf(query), null).model;

  it('shows open cases unless the address says otherwise, and takes what it does not understand as not given', () => {
    expect(caseFilterOf({})).toEqual({ show: 'open', forum: '', mine: false });
    expect(caseFilterOf({ show: 'nonsense', forum: 'youth-jag', mine: 'yes' })).toEqual({ show: 'open', forum: 'youth-jag', mine: true });
  });

  it('counts cases by state in the order of their life, and links to each', () => {
    const model = listed({ forum: 'youth-jag' }, [{ state: 'closed', count: 2, own: 0, led: 0 }, { state: 'nominated', count: 1, own: 0, led: 0 }]);
    expect(model.counts).toEqual([
      { text: 'Nominated', count: 1, href: '/cases?show=nominated&forum=youth-jag', current: false },
      { text: 'Closed', count: 2, href: '/cases?show=closed&forum=youth-jag', current: false },
    ]);
    expect(model.showItems).toMatchObject([{ text: 'Open cases (1)' }, { text: 'Ended cases (2)' }, { text: 'All cases (3)' }, { value: 'nominated' }, { value: 'closed' }]);
  });

  it('says why it is empty', () => {
    expect(listed({}).empty).toContain('There is no open case');
    expect(listed({ mine: 'yes' }).empty).toContain('You lead no case');
    expect(listed({ show: 'closed' }).empty).toContain('No case fits');
  });
});

describe('a case', () => {
  it('is worked on by its owner and the agencies whose place holds now', () => {
    const place = { id: users.mary, agencyId: agencies.police, from: '2026-01-12T09:00:00.000Z', userIds: null };
    expect(agenciesNow(aCase({ circle: [{ ...place, to: null }] }))).toEqual([agencies.council, agencies.police]);
    expect(agenciesNow(aCase({ circle: [{ ...place, to: '2026-01-13T09:00:00.000Z' }] }))).toEqual([agencies.council]);
  });

  it('knows who its people are from what the reader may see', () => {
    const items = [anItem({ category: 'identity', fields: { givenName: 'Jordan' } }), anItem({ category: 'identity', fields: { familyName: 'Kestrel' } })];
    expect(identitiesIn(aCase({ items }))).toEqual([{ givenName: 'Jordan', familyName: 'Kestrel' }]);
  });

  it('tells how it moved on', () => {
    const state = { to: null, seconds: 1, byUserId: users.mary, reason: null, until: null, agencyIds: [] };
    const file = aCase({ states: [{ ...state, state: 'screening', from: '2026-02-02T09:00:00.000Z' }, { ...state, state: 'declined', from: '2026-02-03T09:00:00.000Z' }] });
    expect(movedOnRows(file)).toMatchObject([{ field: 'State', from: 'Screening', to: 'Declined', byUser: users.mary, at: '3 February 2026 at 9am' }]);
  });
});

describe('actions', () => {
  it('are given to an agency or a person, by a day that is to come', () => {
    const form = giveActionForm([agencies.police], [users.tom]);
    expect(messages(form.read({}).form)).toEqual(['Enter what is to be done', 'Select an agency', 'Select who is to do it', 'Enter a date by which it is to be done', 'Select what kind of action it is']);
    const typed = { what: 'Visit', agencyId: agencies.police, userId: ANYONE, 'due-day': '2', 'due-month': '3', 'due-year': '2099', kind: 'prevention' };
    expect(form.read({ ...typed, another: 'yes' }).value).toMatchObject({ due: '2099-03-02', another: true });
    expect(form.read(typed).value).toMatchObject({ another: false });
  });

  it('go back to the meeting that gives them, with those that it gave', () => {
    const meetingId = users.mary;
    const file = aCase({ actions: [anAction({ number: 1 }), anAction({ number: 2, meetingId, what: 'Football' })] });
    const { model } = giveActionPage({ file, agencies: [], staff: [], meetingId }, giveActionForm([], []).blank(), null);
    expect([model.back, model.given]).toEqual([`/meetings/${meetingId}`, [{ number: 2, what: 'Football' }]]);
  });

  it('are finished with a result, or with why not', () => {
    expect(messages(finishActionForm.read({ version: '1' }).form)).toEqual(['Select whether it was done']);
    expect(messages(finishActionForm.read({ version: '1', to: 'done' }).form)).toEqual(['Enter what came of it']);
    expect(messages(finishActionForm.read({ version: '1', to: 'not-done', result: 'x' }).form)).toEqual(['Enter why it was not done']);
    expect(finishActionForm.read({ version: '1', to: 'not-done', whyNot: 'Moved' }).value).toMatchObject({ to: 'not-done', whyNot: 'Moved' });
  });

  it('can be accepted and finished by the agency that has them', () => {
    const shown = (known: Parameters<typeof anAction>[0]) => actionPage(anAction(known), names, acceptActionForm.blank(), null).model;
    expect(shown({ mine: true })).toMatchObject({ mayAccept: true, mayFinish: true });
    expect(shown({ mine: true, state: 'accepted' })).toMatchObject({ mayAccept: false, mayFinish: true });
    expect(shown({ mine: false })).toMatchObject({ mayAccept: false, mayFinish: false });
    expect(shown({}).rows).toContainEqual({ key: 'Why you can see it', text: 'Shared under the Youth JAG agreement, term 2' });
  });

  it('are listed with their case, the due ones by their date', () => {
    const { model } = actionListPage({ items: [anAction({ overdue: true })], next: 'c' }, names, { which: 'overdue', whose: 'agency' }, null);
    expect(model.rows).toMatchObject([{ reference: 'YJ-7K3M-Q2', why: ['Shared under the Youth JAG agreement, term 2'], who: 'Anyone', due: '2 Mar 2026', state: { text: 'Overdue' } }]);
    expect([model.base, model.empty]).toEqual(['/actions?which=overdue', 'No action is overdue.']);
  });
});

describe('agencies and meetings of a case', () => {
  it('invite for good, or until a day that is to come', () => {
    const form = inviteForm([agencies.police]);
    expect(form.read({ agencyId: agencies.police }).value).toEqual({ agencyId: agencies.police, until: null });
    expect(messages(form.read({ 'until-day': '1', 'until-month': '1', 'until-year': '2020' }).form)).toEqual(['Select an agency', 'Last day must be today or in the future']);
  });

  it('warn that a case would come late on an agenda', () => {
    const meeting = { id: users.mary, version: 1, forumCode: 'youth-jag', forumName: 'Youth JAG', at: '2099-02-12T14:00:00.000Z', place: 'Narborough', state: 'planned' as const, cases: 0 };
    const { model } = agendaPage(aCase(), [{ ...meeting, agendaDue: '2020-02-05' }, { ...meeting, agendaDue: '2099-02-05' }], agendaForm([]).blank());
    expect(model.meetingItems).toMatchObject([{ text: '12 February 2099 at 2pm, Narborough', hint: expect.stringContaining('late and urgent') }, { hint: 'Its agenda is due on 5 February 2099' }]);
  });
});

describe('a referral', () => {
  const service = { id: users.mary, name: 'Youth outreach', description: 'Mentoring', providerAgencyId: agencies.school, eligible: true, whyNot: null };
  const typed = { reason: 'Needs a mentor', safeContact: 'After school' };

  it('explains which services cannot take it', () => {
    const closed = { ...service, id: users.tom, name: 'Early years', eligible: false, whyNot: 'Early years takes people up to the age of 9.' };
    const { model } = chooseServicePage(aCase(), [service, closed], names, chooseServiceForm([], []).blank());
    expect(model.serviceItems).toEqual([{ value: users.mary, text: 'Youth outreach, Countesthorpe Academy', hint: 'Mentoring' }]);
    expect(model.notFor).toEqual([{ name: 'Early years', why: 'Early years takes people up to the age of 9.' }]);
  });

  it('asks why where there is no agreement', () => {
    expect(messages(detailsForm.read({ ...typed, agreement: 'refused' }).form)).toEqual(['Enter why you refer them all the same']);
    expect(messages(detailsForm.read({ ...typed, agreement: 'not-asked' }).form)).toEqual(['Enter why they have not been asked']);
  });

  it.each([
    [{ agreement: 'person' }, { given: true, by: 'person', explanation: null }],
    [{ agreement: 'parent' }, { given: true, by: 'parent', explanation: null }],
    [{ agreement: 'refused', whyRefused: 'At risk' }, { given: false, by: 'person', explanation: 'At risk' }],
    [{ agreement: 'not-asked', whyNotAsked: 'Not reached' }, { given: false, by: 'not-asked', explanation: 'Not reached' }],
  ])('says who agreed: %o', (answer, agreement) => {
    expect(agreementOf(detailsForm.read({ ...typed, ...answer }).value!)).toEqual(agreement);
  });

  it('is read once more before it is sent, with everything that was typed', () => {
    const file = aCase();
    const { value, form } = detailsForm.read({ ...typed, agreement: 'not-asked', whyNotAsked: 'Not reached' });
    const { model } = checkPage({ file, person: file.people[0]!, service }, value!, form);
    expect(model.rows).toContainEqual({ key: 'Do they agree?', text: 'They have not been asked\nNot reached' });
    expect(model.carried).toEqual(expect.arrayContaining([{ name: 'reason', value: 'Needs a mentor' }, { name: 'safeContact', value: 'After school' }]));
  });
});

describe('words of time', () => {
  it.each([[59, 'Less than a minute'], [60, '1 minute'], [3600, '1 hour'], [86_399, '23 hours'], [176_400, '2 days']])('%d seconds are "%s"', (seconds, words) => {
    expect(durationWords(seconds)).toBe(words);
  });

  it('are those of London, summer time included', () => {
    expect(instantAt('2026-07-01', '10:30')).toBe('2026-07-01T09:30:00.000Z');
    expect(instantAt('2026-01-14', '10:30')).toBe('2026-01-14T10:30:00.000Z');
    expect(endOfDay('2026-03-29')).toBe('2026-03-29T23:00:00.000Z');
  });
});
