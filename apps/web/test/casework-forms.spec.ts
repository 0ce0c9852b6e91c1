import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  addItem, giveAction, listForums, listItemForms, listOutcomes, listPossibleLeads, listReferralServices, makeTransition, moveAction, readAction, readCase, readCaseContact, readMeeting, recordDecision, referPerson,
} from '@concordat/contracts-jag-cases';
import { getNames, listAgencies, listStaff } from '@concordat/contracts-partnership-registry';
import { lookRoutes, type OutputOf, type RouteDefinition } from '@concordat/contracts-protocol';
import { moveReferral, readReferral, recordContact } from '@concordat/contracts-referrals';
import { boot, type RunningWeb } from '../src/boot.js';
import type { CaseFile } from '../src/cases/case-file.js';
import { youthJag } from '../src/nominations/nomination.fixture.js';
import { Browser, type Shown } from './browser.js';
import { aCase, agencies, anAction, users } from './case-factory.js';
import { people, problem, SmallRegistry, type Asked, type Reply } from './small-registry.js';
import { webSettings } from './web-settings.js';

const file = aCase({ state: 'screening', transitions: [{ to: 'accepted', name: 'Accept the case', lacking: [] }, { to: 'closed', name: 'Close the case', lacking: [] }] });
const [subject] = file.people;
const action = anAction({ mine: true, caseId: file.id });
const [serviceId, referralId, meetingId, entryId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];

function rowOf({ id, reference, forumCode, forumName, state, since, ownerAgencyId, nominatingAgencyId, leadUserId, nominatedAt, people: named }: CaseFile) {
  return { id, reference, forumCode, forumName, state, since, ownerAgencyId, nominatingAgencyId, leadUserId, nominatedAt, people: named };
}

const meeting: OutputOf<typeof readMeeting> = {
  id: meetingId, version: 2, forumCode: 'youth-jag', forumName: 'Youth JAG', at: '2026-02-12T14:00:00.000Z', place: 'Narborough', state: 'open', agendaDue: '2026-02-05', cases: 1,
  confidentialityReadAt: '2026-02-12T14:00:00.000Z', attendance: [], may: { run: true },
  agenda: [{ id: entryId, version: 3, kind: 'review', late: false, case: rowOf(file), discussion: null, decision: null, why: [], decidedAt: null, actions: [] }],
};

const referral: OutputOf<typeof readReferral> = {
  id: referralId, reference: 'RF-7K3M-Q2', serviceId, serviceName: 'Youth outreach', state: 'active', since: '2026-02-02T09:00:00.000Z', requestedAt: '2026-02-02T09:00:00.000Z',
  fromAgencyId: agencies.council, personName: 'Jordan Kestrel', whyNamed: ['Your agency owns this information'], workerUserId: users.tom, due: null, overdue: false, version: 3, fromUserId: users.grace,
  person: { givenName: 'Jordan', familyName: 'Kestrel', dateOfBirth: '2012-03-04', school: null }, reason: 'A mentor', agreement: { given: true, by: 'person', explanation: null },
  why: { dateOfBirth: ['Your agency owns this information'], school: [], reason: [], agreement: [], receipts: [], outcome: [] }, safeContact: null, receipts: [], transitions: [{ to: 'closed', name: 'Close', lacking: [] }], states: [], contacts: [], outcome: null, possibleWorkers: [users.tom],
};

const typed = 'What somebody typed, with <b>signs</b> & “quotes”';
const due = { 'due-day': '27', 'due-month': '3', 'due-year': '2030' };
const contacted = { 'on-day': '3', 'on-month': '2', 'on-year': '2026', clock: '4:30pm', means: 'telephone', reached: 'yes', by: 'us', safeContactChecked: 'yes' };

interface FormOnTest {
  path: string;
  route: RouteDefinition;
  /** Sound but for one answer, which is left out. */
  faulty: Record<string, string>;
  /** What is said of the answer that is missing. */
  said: string;
  /** The answer that is missing. */
  missing: Record<string, string>;
  answer: unknown;
  leads: string;
  /** Whether the form is about one version of a record. */
  versioned: boolean;
}

const caseAt = `/cases/${file.id}`;
const moved = { id: file.id, version: 4, state: 'accepted' };
const FORMS: Record<string, FormOnTest> = {
  'accepting a case': {
    path: `${caseAt}/next/accepted`, route: makeTransition, said: 'Select a lead officer', missing: { leadUserId: users.grace },
    faulty: { 'met-age': 'yes', 'met-risk': 'no', 'why-risk': typed, circle: agencies.police }, answer: moved, leads: `${caseAt}?done=accepted`, versioned: true,
  },
  'closing a case': {
    path: `${caseAt}/next/closed`, route: makeTransition, said: 'Select the outcome', missing: { outcome: 'objective-met' },
    faulty: { reason: typed, ownView: 'Glad', victimTold: 'yes', learned: 'Act early' }, answer: moved, leads: `${caseAt}?done=closed`, versioned: true,
  },
  'recording a decision': {
    path: `/meetings/${meetingId}/agenda/${entryId}/decision`, route: recordDecision, said: 'Enter the decision', missing: { decision: 'Offer a mentor' },
    faulty: { discussion: typed }, answer: { id: entryId, version: 4 }, leads: `/meetings/${meetingId}?done=decided`, versioned: true,
  },
  'adding information': {
    path: `${caseAt}/items/new/0`, route: addItem, said: 'Select yes if others may be told that it exists', missing: { existenceShown: 'yes' },
    faulty: { subjectId: subject?.subjectId ?? '', 'field-incidents': typed }, answer: { id: randomUUID(), version: 1 }, leads: `${caseAt}?done=item-added`, versioned: false,
  },
  'giving an action': {
    path: `${caseAt}/actions/new`, route: giveAction, said: 'Select an agency', missing: { agencyId: agencies.school },
    faulty: { what: typed, userId: 'anyone', kind: 'prevention', ...due }, answer: { id: randomUUID(), version: 1, number: 1 }, leads: `${caseAt}?done=action-given`, versioned: false,
  },
  'finishing an action': {
    path: `/actions/${action.id}/finish`, route: moveAction, said: 'Select whether it was done', missing: { to: 'done' },
    faulty: { result: typed }, answer: { id: action.id, version: 2, state: 'done' }, leads: `/actions/${action.id}?done=done`, versioned: true,
  },
  'making a referral': {
    path: `${caseAt}/refer/${subject?.subjectId ?? ''}/${serviceId}`, route: referPerson, said: 'Select whether they agree to the service', missing: { agreement: 'person' },
    faulty: { reason: typed, safeContact: 'A text message' }, answer: { referralId }, leads: `${caseAt}/referrals/${referralId}/sent`, versioned: false,
  },
  'recording a contact': {
    path: `/referrals/${referralId}/contacts/new`, route: recordContact, said: 'Select how contact was made', missing: { means: contacted.means },
    faulty: { ...contacted, means: '', note: typed }, answer: { id: randomUUID() }, leads: `/referrals/${referralId}?done=contact`, versioned: false,
  },
  'closing a referral': {
    path: `/referrals/${referralId}/steps/closed`, route: moveReferral, said: 'Select an outcome', missing: { outcome: 'goals-met' },
    faulty: { reason: typed }, answer: { id: referralId, version: 4, state: 'closed' }, leads: `/referrals/${referralId}?done=moved`, versioned: true,
  },
};

const everyForm = Object.entries(FORMS);
const aboutARecord = everyForm.filter(([, { versioned }]) => versioned);

let services: SmallRegistry;
let web: RunningWeb;
let browser: Browser;
let asked: Asked[] = [];
/** What the service answers to the form, in place of its answer. */
let refusal: Reply | null = null;

/** The form is sent where its page sends it: a referral is checked first, and sent from there. */
const sendTo = async (page: Shown, { path, route }: FormOnTest, fields: Record<string, string>): Promise<Shown> =>
  route === referPerson ? browser.send({ ...page, text: page.text.replace(` action="${path}/check"`, ` action="${path}"`) }, fields) : browser.send(page, fields);

const words = ({ text }: Shown) => text.slice(text.indexOf('<main')).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const escaped = typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function answerReads(): void {
  const found = <Body extends { id: string }>(body: Body, id: string | undefined): Reply => (id === body.id ? { status: 200, body } : problem(404, 'not-found'));
  services.on(readCase, ({ params }) => found(file, params.caseId));
  services.on(readAction, ({ params }) => found(action, params.actionId));
  services.on(readMeeting, ({ params }) => found(meeting, params.meetingId));
  services.on(readReferral, ({ params }) => found(referral, params.referralId));
  services.on(listItemForms, () => ({ status: 200, body: { items: [{ category: 'behaviour', name: 'Behaviour and incidents', fields: [{ code: 'incidents', name: 'What happened', long: true }] }] } }));
  services.on(listPossibleLeads, () => ({ status: 200, body: { userIds: [users.grace] } }));
  services.on(listForums, () => ({ status: 200, body: { items: [youthJag] } }));
  services.on(readCaseContact, () => ({ status: 200, body: { reference: file.reference, name: null, whyNamed: [], plan: null, may: { write: true, reach: true } } }));
  services.on(listReferralServices, () => ({ status: 200, body: { items: [{ id: serviceId, name: 'Youth outreach', description: '', providerAgencyId: agencies.council, eligible: true, whyNot: null }] } }));
  services.on(listStaff, () => ({ status: 200, body: { items: [], next: null } }));
  services.on(listAgencies, () => ({
    status: 200,
    body: { next: null, items: Object.entries(agencies).map(([name, id]) => ({ id, name, kind: 'other', parentId: null, emergencyAccess: false, dutyContact: null, active: true, version: 1, updatedAt: '2026-01-01T00:00:00.000Z' })) },
  }));
  services.on(getNames, () => ({ status: 200, body: { users: { [users.grace]: 'Grace Webb', [users.tom]: 'Tom Bright' }, agencies: { [agencies.school]: 'Countesthorpe Academy' } } }));
  // Two services have outcomes, at the same address.
  services.on(listOutcomes, ({ headers }) => ({
    status: 200,
    body: { items: String(headers.authorization).includes('referrals') ? [{ code: 'goals-met', name: 'Goals met', achieved: true }] : [{ code: 'objective-met', name: 'Objective met', positive: true }] },
  }));
}

beforeAll(async () => {
  services = new SmallRegistry();
  const url = await services.start();
  answerReads();
  for (const form of Object.values(FORMS)) {
    services.on(form.route, (call) => {
      asked.push(call);
      const wanted = Object.values(FORMS).find(({ route, path }) => route === form.route && (route !== makeTransition || path.endsWith(JSON.stringify(call.body).includes('"closed"') ? 'closed' : 'accepted')));
      return refusal ?? { status: form.route.status ?? 200, body: wanted?.answer };
    });
  }
  web = await boot(webSettings(url));
});
afterAll(async () => {
  await web.close();
  await services.stop();
});
beforeEach(async () => {
  [asked, refusal] = [[], null];
  browser = new Browser(web.url);
  await browser.signIn(people.mary);
});

describe.each(everyForm)('%s', (_name, form) => {
  it('says what is missing, and keeps what was typed', async () => {
    const again = await sendTo(await browser.get(form.path), form, form.faulty);
    expect([again.status, again.title.startsWith('Error: ')]).toEqual([400, true]);
    expect(again.text).toMatch(/govuk-error-summary/);
    expect(words(again)).toContain(form.said);
    expect(again.text).toContain(escaped);
    expect(asked).toEqual([]);
  });

  it('acts once for two clicks', async () => {
    const page = await browser.get(form.path);
    const answers = await Promise.all([sendTo(page, form, { ...form.faulty, ...form.missing }), sendTo(page, form, { ...form.faulty, ...form.missing })]);
    expect(answers.map(({ headers }) => headers.get('location'))).toEqual([form.leads, form.leads]);
    const keys = asked.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([keys[0], keys[0]]);
    expect(keys[0]).toMatch(/^[\da-f-]{36}$/);
  });

  it('is kept when the session ends in the middle', async () => {
    const page = await browser.get(form.path);
    services.sessions.clear();
    const ended = await sendTo(page, form, { ...form.faulty, ...form.missing });
    expect([ended.status, ended.text.includes(escaped)]).toEqual([401, false]);
    const again = await browser.send(ended, { email: people.mary.email, password: people.mary.password });
    expect(words(again)).toContain('You are signed in again');
    expect(again.text).toContain(escaped.replaceAll('"', '&quot;'));
    expect((await browser.send(again, { ...form.faulty, ...form.missing })).headers.get('location')).toBe(form.leads);
  });

  it('answers alike for what there is elsewhere and what there is nowhere', async () => {
    const ids = /[\da-f]{8}-[\da-f-]{27}/;
    const pages = await Promise.all([randomUUID(), randomUUID()].map((id) => browser.get(form.path.replace(ids, id))));
    expect(pages.map(({ status }) => status)).toEqual([404, 404]);
    // Whoever asked knows the address, to which the page leads back; a second may have gone by between the two.
    const withoutTokens = pages.map(({ text }) => text.replaceAll(/(name="_(?:token|key)" value=)"[^"]*"|(content=")\d+(; url=\/timed-out\?return=)[^"]*|(data-time-out=)"\d+"/g, '$1$2$3$4'));
    expect(withoutTokens[0]).toBe(withoutTokens[1]);
  });
});

describe.each(aboutARecord)('%s', (_name, form) => {
  it('shows what somebody else changed meanwhile, and takes it after that', async () => {
    const page = await browser.get(form.path);
    const field = form.route === recordDecision ? 'decisionItemId' : 'note';
    const change = { by: users.grace, at: '2026-11-03T10:00:00.000Z', version: 7 };
    refusal = problem(409, 'stale-version', { current: 7, changes: [{ field, from: 'Before', to: 'After', ...change }, { field: 'closedByUserId', from: null, to: users.grace, ...change }] });
    const stale = await sendTo(page, form, { ...form.faulty, ...form.missing });
    expect([stale.status, words(stale).includes('Someone changed this')]).toEqual([409, true]);
    // A decision tells its own column alone; elsewhere whom a column names is told by name.
    expect(words(stale)).toContain(`${form.route === recordDecision ? '' : 'Closed by Nothing Grace Webb '}Grace Webb, 3 November 2026 at 10am`);
    expect(stale.text).toContain(escaped);
    refusal = null;
    expect((await sendTo(stale, form, { ...form.faulty, ...form.missing })).headers.get('location')).toBe(form.leads);
    expect(asked.at(-1)?.body).toMatchObject({ version: 7 });
  });
});

describe('who has looked at a case', () => {
  const routes = lookRoutes('jag-cases');
  const look = { at: '2026-02-12T14:03:00.000Z', userId: users.grace, agencyId: agencies.school, action: 'viewed' as const, kinds: ['case', 'cases/timeline', 'item'] };
  const at = `${caseAt}/looks`;
  let query: Record<string, string> = {};
  beforeAll(() => {
    services.on(routes.ofCase, (call) => {
      query = call.query;
      return { status: 200, body: { items: [look, { ...look, userId: null, agencyId: null, action: 'shared', kinds: ['referral'] }], next: 'further', people: [file.people[0]!.subjectId] } };
    });
    services.on(routes.ofPerson, ({ params, query: { userId } }) => ({ status: 200, body: { items: userId === undefined && params.subjectId === file.people[0]!.subjectId ? [look] : [], next: null, cases: 2 } }));
    for (const service of ['jag-cases', 'referrals'] as const) {
      services.on(lookRoutes(service).find, ({ headers, body }) =>
        JSON.stringify(body).includes(file.reference) && String(headers.authorization).includes('jag-cases') ? { status: 200, body: { caseId: file.id } } : problem(404, 'not-found'));
    }
  });

  it('is a table of who, what and when, page by page, of one person or agency where asked', async () => {
    const page = await browser.get(at);
    expect(words(page)).toContain('Grace Webb alone Countesthorpe Academy alone Looked at: case, timeline and information 12 February 2026 at 2:03pm Concordat Shared: referral');
    expect(page.text).toContain(`${at}?after=further`);
    const alone = await browser.get(`${at}?person=${users.grace}&after=further`);
    expect([query, words(alone).includes('Of Grace Webb alone. Show everybody')]).toEqual([{ userId: users.grace, after: 'further' }, true]);
    expect(alone.text).toContain(`${at}?person=${users.grace}&amp;after=further`);
    await browser.get(`${at}?agency=${agencies.school}&person=x`);
    expect(query).toEqual({ agencyId: agencies.school });
  });

  it('is told of one person too, in every case of theirs', async () => {
    const one = `${at}/${file.people[0]!.subjectId}`;
    expect((await browser.get(at)).text).toContain(`href="${one}">See who has looked at the person of this case</a>, in every case of your agency that they are in`);
    const page = await browser.get(one);
    expect(words(page)).toContain('looked at this person in 2 cases of your agency or changed something there');
    expect(words(page)).toContain('Grace Webb alone Countesthorpe Academy alone Looked at: case, timeline and information');
    expect(words(await browser.get(`${one}?person=${users.grace}`))).toContain('Of Grace Webb alone. Show everybody Nothing is written down');
  });

  it('is found by the reference', async () => {
    const form = await browser.get('/conduct/record');
    expect((await browser.send(form, { reference: file.reference.toLowerCase() })).headers.get('location')).toBe(at);
    const [unknown, odd] = [await browser.send(form, { reference: 'YJ-2222-22' }), await browser.send(form, { reference: 'x' })];
    expect([unknown.status, words(unknown).includes('Your agency has no case or referral with this reference'), odd.status]).toEqual([422, true, 400]);
  });
});
