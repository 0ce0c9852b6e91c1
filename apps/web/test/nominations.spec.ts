import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  beginNomination, beginSearch, discardNominationDraft, findPeople, findPeopleLikeNominated, listForums, listNominationDrafts, NOMINATION_STEPS, readNominationDraft, readSearch, saveNominationDraft, submitNomination,
  type NominationAnswers,
} from '@concordat/contracts-jag-cases';
import { getNames, getReferenceList } from '@concordat/contracts-partnership-registry';
import { boot, type RunningWeb } from '../src/boot.js';
import { adults, answered, draftOf, youthJag } from '../src/nominations/nomination.fixture.js';
import { Browser, type Shown } from './browser.js';
import { people, problem, SmallRegistry, type Asked, type Reply } from './small-registry.js';
import { webSettings } from './web-settings.js';

const { id } = draftOf();
const at = `/nominations/${id}`;
const discarded = randomUUID();
const match = { subjectId: randomUUID(), givenName: 'Jordan', familyName: 'Kestrel', dateOfBirth: '2012-03-04', score: 1, why: [], cases: [] };

let services: SmallRegistry;
let web: RunningWeb;
let browser: Browser;
let draft = draftOf();
let matches: (typeof match)[] = [];
let refusal: Reply | null = null;
let asked: Asked[] = [];

const keep = (answers: NominationAnswers) => {
  draft = draftOf(answers, { version: draft.version + 1 });
};
const place = (answer: Shown) => answer.headers.get('location');
/** What stands in the main part of a page, without its tags. */
const words = ({ text }: Shown) => text.slice(text.indexOf('<main')).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

beforeAll(async () => {
  services = new SmallRegistry();
  const url = await services.start();
  services.on(listForums, () => ({ status: 200, body: { items: [youthJag, adults] } }));
  services.on(getNames, () => ({ status: 200, body: { users: {}, agencies: { [youthJag.ownerAgencyId]: 'Blaby District Council' } } }));
  services.on(getReferenceList, () => ({
    status: 200,
    body: { entries: [{ id: randomUUID(), list: 'gateways', code: 'cda-1998-s115', name: 'Crime and Disorder Act 1998, section 115', validFrom: '2020-01-01', validTo: null, position: 1, healthOrSocialCare: false, version: 1, updatedAt: '2026-01-01T00:00:00.000Z' }] },
  }));
  services.on(listNominationDrafts, () => ({ status: 200, body: { items: [], next: null } }));
  services.on(readNominationDraft, ({ params }) => (params.draftId === id ? { status: 200, body: draft } : params.draftId === discarded ? problem(410, 'erased') : problem(404, 'not-found')));
  services.on(findPeople, () => ({ status: 200, body: { items: matches } }));
  services.on(findPeopleLikeNominated, () => ({ status: 200, body: { version: draft.version, items: matches } }));
  services.on(beginNomination, (call) => {
    asked.push(call);
    return { status: 201, body: draftOf({}, { version: 1 }) };
  });
  services.on(saveNominationDraft, (call) => {
    asked.push(call);
    const body = saveNominationDraft.body?.parse(call.body);
    if (body?.version !== draft.version) {
      const change = { field: 'answers', from: { sealed: true }, to: { sealed: true }, by: people.mary.id, at: '2026-11-03T10:00:00.000Z', version: draft.version };
      return problem(409, 'stale-version', { current: draft.version, changes: [change] });
    }
    keep({ ...draft.answers, ...body.answers });
    return { status: 200, body: draft };
  });
  services.on(submitNomination, (call) => {
    asked.push(call);
    if (refusal !== null) return refusal;
    draft = draftOf({}, { sent: { caseId: randomUUID(), reference: 'YJ-7K3M-Q2' } });
    return { status: 201, body: draft.sent };
  });
  services.on(discardNominationDraft, () => ({ status: 200, body: { discarded: true } }));
  services.on(beginSearch, (call) => {
    asked.push(call);
    return { status: 201, body: { searchId: id } };
  });
  services.on(readSearch, () => problem(404, 'not-found'));
  web = await boot(webSettings(url));
});
afterAll(async () => {
  await web.close();
  await services.stop();
});
beforeEach(async () => {
  [draft, matches, refusal, asked] = [draftOf(), [], null, []];
  browser = new Browser(web.url);
  await browser.signIn(people.mary);
});

describe('a nomination', () => {
  it('that is discarded in another window is not there any more, from the moment that its key goes', async () => {
    const answer = await browser.get(`/nominations/${discarded}/danger`);
    expect([answer.status, answer.title]).toEqual([404, 'Page not found - Concordat']);
  });

  it('begins at the forum, and once for two clicks', async () => {
    expect(words(await browser.get('/nominations/new'))).toMatch(/Which forum is it for\? .*Youth JAG People aged 10 to 17/);
    const start = await browser.get('/nominations/new/youth-jag');
    expect(words(start)).toContain('Then those at Blaby District Council who run Youth JAG see');
    const answers = await Promise.all([browser.send(start, {}), browser.send(start, {})]);
    expect(answers.map(place)).toEqual([`${at}/danger`, `${at}/danger`]);
    const keys = asked.map(({ headers }) => headers['idempotency-key']);
    expect(keys[0]).toBe(keys[1]);
    expect((await browser.get('/nominations/new/nothing')).status).toBe(404);
  });

  it('asks for danger before anything else', async () => {
    draft = draftOf({});
    for (const path of ['who', 'matches', 'incidents', 'written/tried', 'own-view', 'told', 'basis', 'basis/gateway', 'basis/consent']) {
      expect(place(await browser.get(`${at}/${path}`))).toBe(`${at}/danger`);
    }
  });

  it('is saved page by page, and left where one likes', async () => {
    draft = draftOf({ danger: answered.danger, person: answered.person });
    expect(place(await browser.get(`${at}/incidents`))).toBe(`${at}/incidents/new`);
    const incident = { 'on-day': '2', 'on-month': '10', 'on-year': '2026', what: 'Fireworks' };
    expect(place(await browser.send(await browser.get(`${at}/incidents/new`), incident))).toBe(`${at}/incidents?done=added`);
    expect(place(await browser.send(await browser.get(`${at}/incidents`), { another: 'no' }))).toBe(`${at}/written/harmed`);
    expect(place(await browser.send(await browser.get(`${at}/written/harmed`), { text: 'Neighbours', then: 'later' }))).toBe('/nominations?done=saved');
    expect(draft.answers).toMatchObject({ incidents: [{ on: '2026-10-02', what: 'Fireworks' }], harmed: 'Neighbours' });
    expect((await browser.get('/nominations?done=saved')).text).toContain('Your nomination has been saved');
  });

  it('looks for people before one is made', async () => {
    draft = draftOf({ danger: answered.danger });
    const typed = { givenName: 'Jorden', familyName: 'Kestrel', 'dateOfBirth-day': '4', 'dateOfBirth-month': '3', 'dateOfBirth-year': '2012' };
    expect(place(await browser.send(await browser.get(`${at}/who`), typed))).toBe(`${at}/matches`);
    expect(place(await browser.get(`${at}/matches`))).toBe(`${at}/person`);
    matches = [match];
    const shown = await browser.get(`${at}/matches`);
    expect(words(shown)).toContain('Jordan Kestrel, born on 4 March 2012');
    expect(place(await browser.send(shown, { match: match.subjectId }))).toBe(`${at}/person`);
    expect(draft.answers.person).toMatchObject({ givenName: 'Jorden', subjectId: match.subjectId });
  });

  it('grows and shrinks by incidents, down to one', async () => {
    const list = await browser.get(`${at}/incidents`);
    expect(list.text).toContain(`${at}/incidents/2/remove`);
    expect(place(await browser.send(await browser.get(`${at}/incidents/1/remove`), {}))).toBe(`${at}/incidents?done=removed`);
    expect(draft.answers.incidents).toMatchObject([{ what: 'Was given vapes to sell' }]);
    expect((await browser.send(await browser.get(`${at}/incidents/1/remove`), {})).status).toBe(422);
    for (const number of ['0', '2', '01', 'x', '-1']) expect((await browser.get(`${at}/incidents/${number}`)).status).toBe(404);
  });

  it('does not exist for anybody but its author', async () => {
    const other = `/nominations/${randomUUID()}`;
    for (const path of ['', '/danger', '/who', '/check', '/sent', '/discard']) expect((await browser.get(other + path)).status).toBe(404);
    expect((await browser.get(`${at}/written/nothing`)).status).toBe(404);
  });

  it('shows what another window saved, keeps what was typed, and takes it then', async () => {
    const first = await browser.get(`${at}/written/tried`);
    keep({ ...draft.answers, tried: 'Two meetings' });
    const stale = await browser.send(first, { text: 'A warning letter and a visit' });
    expect([stale.status, stale.title]).toEqual([409, 'Error: What has been tried? - Concordat']);
    expect(words(stale)).toMatch(/Someone changed this .* What has been tried As it was when you opened this page Two meetings You, in another window/);
    expect(stale.text).toContain('A warning letter and a visit</textarea>');
    expect(place(await browser.send(stale, { text: 'A warning letter and a visit' }))).toBe(`${at}/check`);
  });
});

describe('sending', () => {
  it('is about the answers that were checked', async () => {
    const page = await browser.get(`${at}/check`);
    keep({ ...draft.answers, tried: 'Two meetings' });
    refusal = problem(409, 'stale-version', { current: 5, changes: [{ field: 'answers', from: null, to: null, by: null, at: '2026-11-03T10:00:00.000Z', version: 5 }] });
    const stale = await browser.send(page, {});
    expect([stale.status, words(stale).includes('Two meetings')]).toEqual([409, true]);
    refusal = null;
    expect(place(await browser.send(stale, {}))).toBe(`${at}/sent`);
  });

  it('ends with the reference, wherever one comes back to', async () => {
    const [one, two] = [await browser.get(`${at}/check`), await browser.get(`${at}/check`)];
    expect(place(await browser.send(one, {}))).toBe(`${at}/sent`);
    expect(place(await browser.send(two, {}))).toBe(`${at}/sent`);
    expect(place(await browser.get(`${at}/written/tried`))).toBe(`${at}/sent`);
    expect(words(await browser.get(`${at}/sent`))).toContain('The reference is YJ-7K3M-Q2');
    expect(asked).toHaveLength(1);
  });

  it('is refused on the page where it can be put right', async () => {
    matches = [match];
    refusal = problem(422, 'outside-ages', { detail: 'Youth JAG takes people aged 10 to 17.' });
    const ages = await browser.send(await browser.get(`${at}/check`), {});
    expect([ages.status, ages.title]).toEqual([422, 'Error: Who is the young person? - Concordat']);
    expect(ages.text).toContain('<a href="#dateOfBirth">Youth JAG takes people aged 10 to 17.</a>');
    expect(place(await browser.send(ages, { givenName: 'Jordan', familyName: 'Kestrel', 'dateOfBirth-day': '5', 'dateOfBirth-month': '3', 'dateOfBirth-year': '2012' }))).toBe(`${at}/matches?from=check`);
    refusal = problem(422, 'person-unknown', { detail: 'Search for the person again.' });
    const unknown = await browser.send(await browser.get(`${at}/check`), {});
    expect([unknown.title, unknown.text.includes('<a href="#match">Search for the person again.</a>')]).toEqual(['Error: Is it one of these people? - Concordat', true]);
    refusal = problem(422, 'nomination-incomplete', { detail: 'Answer every section before you send the nomination.', missing: ['told'] });
    expect(words(await browser.send(await browser.get(`${at}/check`), {}))).toContain('There is a problem Answer every section before you send the nomination.');
  });

  it('waits until every step is answered', async () => {
    draft = draftOf({ danger: answered.danger });
    const shown = words(await browser.get(`${at}/check`));
    expect(shown).toContain('Still to answer');
    expect(shown).not.toContain('Send nomination');
    expect(draft.missing).toHaveLength(NOMINATION_STEPS.length - 1);
    expect(place(await browser.get(`${at}/sent`))).toBe(at);
  });
});

describe('discarding and searching', () => {
  it('asks before it discards', async () => {
    const ask = await browser.get(`${at}/discard`);
    expect(words(ask)).toContain('nobody can bring it back');
    expect(place(await browser.send(ask, {}))).toBe('/nominations?done=discarded');
  });

  it('puts what is typed in no address', async () => {
    const home = await browser.get('/');
    expect(home.text).toMatch(/<form class="app-search[^>]* method="post" action="\/search"/);
    const found = await browser.send(await browser.get('/search'), { text: 'Kestrel' });
    expect(place(found)).toBe(`/search/${id}`);
    expect(asked[0]?.body).toEqual({ text: 'Kestrel' });
    const ended = await browser.get(`/search/${id}`);
    expect([ended.status, ended.title]).toEqual([404, 'This search has ended - Concordat']);
    expect((await browser.send(await browser.get('/search'), { text: ' ' })).status).toBe(400);
  });
});
