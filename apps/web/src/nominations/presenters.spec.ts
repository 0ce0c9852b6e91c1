import { describe, expect, it } from '@jest/globals';
import type { PageAnswer } from '../layout/answers.js';
import { KnownNames } from '../services/names.js';
import { checkPage } from './check/check.presenter.js';
import { consentPage } from './consent/consent.presenter.js';
import { gatewayPage } from './gateway/gateway.presenter.js';
import { incidentsPage, MOST_INCIDENTS } from './incidents/incidents.presenter.js';
import { nominationListPage } from './list/nomination-list.presenter.js';
import { matchesPage } from './matches/matches.presenter.js';
import { adults, answered, draftOf, nominationOf, youthJag } from './nomination.fixture.js';
import { blankOwnViewForm } from './own-view/own-view.presenter.js';
import { sentPage } from './sent/sent.presenter.js';
import { startPage } from './start/start.presenter.js';
import { tasksPage } from './tasks/tasks.presenter.js';
import { rowsOf, sectionsOf } from './words/answers-in-words.js';
import { buttonForm } from '../forms/form.js';

const at = '/nominations/019a0000-0000-7000-8000-00000000000a';
const known = { gatewayName: () => 'Crime and Disorder Act 1998, section 115', possibleMatches: 0, ownerName: 'Blaby District Council' };
const textOf = (rows: readonly { key: string; text: string }[]) => rows.map(({ key, text }) => `${key}: ${text}`);

describe('answers in words', () => {
  it('say each answer, with a link that leads back', () => {
    const rows = sectionsOf(nominationOf(), known).flatMap((section) => section.rows);
    expect(textOf(rows)).toEqual([
      'Someone is in immediate danger: No',
      'A child is at risk of significant harm: Yes',
      'What has been done: Told children’s social care',
      'Name: Jordan Kestrel',
      'Date of birth: 4 March 2012',
      'Already known: No, nobody with a similar name is known to you',
      'Other names: Jay',
      'School or college: Test Academy',
      'Address: ',
      'Incident on 2 October 2026: Fireworks in the park\n\nReported to: the police',
      'Incident on 19 October 2026: Was given vapes to sell',
      'Who is harmed: Neighbours',
      'What has been tried: A warning letter',
      'What you ask for: A plan with the family',
      'The young person’s own view: Wants to play football',
      'The young person knows: Yes',
      'A parent or carer knows: No: Cannot be reached',
      'Basis: A legal gateway',
      'Legal gateway: Crime and Disorder Act 1998, section 115',
      'Why it is needed: To prevent crime and disorder',
    ]);
    expect(rows.every(({ href }) => href.startsWith(`${at}/`) && href.endsWith('?from=check'))).toBe(true);
  });

  it('tell of people who are alike and were not chosen', () => {
    const row = (matches: number, subjectId: string | null = null) =>
      rowsOf('person', nominationOf({ person: { ...answered.person, subjectId } }), { ...known, possibleMatches: matches })[2]?.text;
    expect([row(1), row(2), row(0, 'x')]).toEqual([
      'No, although 1 person with a similar name is known. None of them was chosen',
      'No, although 2 people with a similar name are known. None of them was chosen',
      'Yes, you chose them from the people already known',
    ]);
  });

  it('leave out what is not answered', () => {
    expect(sectionsOf(nominationOf({ danger: answered.danger }))).toHaveLength(1);
  });
});

describe('checking', () => {
  const consent = { basis: 'consent', givenBy: 'parental-responsibility', competent: false, givenByName: 'Anna', givenOn: '2026-11-03', explained: 'All' } as const;
  const missing = (answer: PageAnswer) => answer.model.missing as { title: { text: string }; href: string }[];

  it('lists the steps that are missing, and sends none before', () => {
    const { told: _left, tried: _also, ...others } = answered;
    expect(missing(checkPage(nominationOf(others), known)).map(({ title, href }) => [title.text, href])).toEqual([
      ['What has been tried', `${at}/written/tried`],
      ['Who knows about this nomination', `${at}/told`],
    ]);
    expect(missing(checkPage(nominationOf(), known))).toEqual([]);
  });

  it('doubts a consent that no longer fits the date of birth', () => {
    const born = (years: number) => ({ ...answered, sharing: consent, person: { ...answered.person, dateOfBirth: `${new Date().getFullYear() - years}-01-01` } });
    expect(missing(checkPage(nominationOf(born(15)), known))).toEqual([]);
    expect(missing(checkPage(nominationOf(born(17)), known))).toMatchObject([{ title: { text: 'Consent to share information' }, href: `${at}/basis/consent?from=check` }]);
  });
});

describe('the list of tasks', () => {
  const tasks = (answer: PageAnswer) => (answer.model.parts as { tasks: { href?: string }[] }[]).flatMap((part) => part.tasks);

  it('opens nothing before the question about danger', () => {
    expect(tasks(tasksPage(nominationOf({}))).map(({ href }) => href)).toEqual([`${at}/danger`, ...Array.from({ length: 8 }, () => undefined)]);
  });

  it('opens the answers to check when all are there', () => {
    expect(tasksPage(nominationOf()).model.last).toMatchObject({ href: `${at}/check` });
    expect(tasksPage(nominationOf({ danger: answered.danger })).model).toMatchObject({ last: { status: { text: 'Cannot start yet' } }, progress: 'You have answered 1 of 9 sections.' });
  });

  it('says no name in its title', () => {
    expect(tasksPage(nominationOf()).model).toMatchObject({ title: 'Nomination to Youth JAG', name: 'Jordan Kestrel' });
  });
});

describe('incidents', () => {
  it('cannot lose the last one, and end at the most', () => {
    const one = { incidents: answered.incidents.slice(0, 1) };
    expect(incidentsPage(nominationOf(one)).model).toMatchObject({ title: 'You have told us about 1 incident', full: false, incidents: [{ removeHref: null, changeHref: `${at}/incidents/1` }] });
    expect(incidentsPage(nominationOf()).model).toMatchObject({ incidents: [{ removeHref: `${at}/incidents/1/remove` }, { removeHref: `${at}/incidents/2/remove` }] });
    const many = Array.from({ length: MOST_INCIDENTS }, () => ({ on: '2026-10-02', reportedTo: '', what: 'x' }));
    expect(incidentsPage(nominationOf({ incidents: many })).model.full).toBe(true);
  });
});

describe('other pages', () => {
  it('show what may be seen of people who are alike', () => {
    const match = { subjectId: '1', givenName: 'Jordan', familyName: 'Kestrel', dateOfBirth: null, score: 0.8, why: ['Shared by a decision'], cases: [{ id: '2', reference: 'YJ-7K3M-Q2' }] };
    expect(matchesPage(nominationOf(), [match, { ...match, dateOfBirth: '2012-03-04', cases: [] }]).model.items).toEqual([
      { value: '1', text: 'Jordan Kestrel, date of birth not shared with you', hint: 'Case that you may see: YJ-7K3M-Q2. Shared by a decision' },
      { value: '1', text: 'Jordan Kestrel, born on 4 March 2012', hint: 'No case that you may see. Shared by a decision' },
      { divider: 'or' },
      { value: 'none', text: 'None of these people' },
    ]);
  });

  it('ask for competence of those under 16 alone', () => {
    const aged = (years: number) => nominationOf({ ...answered, person: { ...answered.person, dateOfBirth: `${new Date().getFullYear() - years}-01-01` } });
    expect([15, 16].map((years) => consentPage(aged(years)).model.asksCompetence)).toEqual([true, false]);
    expect(consentPage(nominationOf(answered, { forum: adults })).model.subject).toBe('The person');
  });

  it('say in plain words what a gateway is for, and of one that a partnership added its name', () => {
    const items = gatewayPage(nominationOf(), [{ code: 'children-act-2004', name: 'Children Act 2004' }, { code: 'local-act', name: 'Local Act' }]).model.items;
    expect(items).toEqual([
      { value: 'children-act-2004', text: 'Children Act 2004', hint: 'To keep a child safe or promote their welfare' },
      { value: 'local-act', text: 'Local Act', hint: undefined },
    ]);
  });

  it('show an answer as it was given', () => {
    expect(blankOwnViewForm(nominationOf({ ownView: { view: '', whyNot: 'Not safe' } })).typed).toMatchObject({ asked: 'no', whyNot: 'Not safe' });
    expect(blankOwnViewForm(nominationOf({})).text('asked')).toBe('');
  });

  it('say who will see it', () => {
    const names = new KnownNames(new Map(), new Map([[youthJag.ownerAgencyId, 'Blaby District Council'], [youthJag.coreAgencyIds[0] ?? '', 'Leicestershire Police']]));
    expect(startPage(youthJag, names, true, buttonForm.blank()).model).toMatchObject({
      ownerName: 'Blaby District Council', coreNames: 'Leicestershire Police', takes: 'People aged 10 to 17', back: '/nominations/new',
    });
  });

  it('tell unfinished nominations apart without a name', () => {
    const { answers: _answers, version: _version, sent: _sent, ...row } = draftOf({ danger: answered.danger });
    const { model } = nominationListPage({ items: [row], next: null }, null, null);
    expect(model.rows).toMatchObject([{ title: 'Youth JAG, started 2 November 2026 at 9:32am', left: { text: '8 sections left' }, kept: 'Last saved 3 November 2026 at 10am. Kept until 31 January 2027.' }]);
  });

  it('give the reference at the end', () => {
    expect(sentPage({ forumName: 'Youth JAG', sent: { caseId: '1', reference: 'YJ-7K3M-Q2' } }, 'Blaby District Council').model).toMatchObject({ title: 'Nomination sent', reference: 'YJ-7K3M-Q2', caseHref: '/cases/1' });
  });
});
