import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { boot, type RunningWeb } from '../src/boot.js';
import { Browser } from './browser.js';
import { webSettings as settings } from './web-settings.js';
import { people, problem, SmallRegistry } from './small-registry.js';
import { randomUUID } from 'node:crypto';
import { beginProviderSignIn, finishProviderSignIn, sessionEnd, signIn } from '@concordat/contracts-partnership-registry';

let registry: SmallRegistry;
let address: string;
let web: RunningWeb;
let browser: Browser;

beforeAll(async () => {
  registry = new SmallRegistry();
  address = await registry.start();
  web = await boot(settings(address));
});
afterAll(async () => {
  await web.close();
  await registry.stop();
});
beforeEach(() => {
  browser = new Browser(web.url);
});

describe('every answer', () => {
  it('carries the headers that protect it', async () => {
    const { headers } = await browser.get('/sign-in');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self' 'sha256-[\w+/]+=*'/);
    expect(policy).toContain("style-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('has no inline style and no inline script but the one that the policy names', async () => {
    for (const path of ['/sign-in', '/about', '/privacy', '/cookies', '/accessibility', '/nothing']) {
      const { text } = await browser.get(path);
      expect(text).not.toMatch(/ style=| on\w+="/);
      expect(text.match(/<script(?![^>]* src=)/g)).toHaveLength(1);
      expect(text).not.toContain('GOV.UK -');
    }
  });

  it('serves its files for good, under an address that changes with them', async () => {
    const { text } = await browser.get('/sign-in');
    const script = /src="(\/assets\/[^"]+\/concordat\.js)"/.exec(text)?.[1] ?? '';
    const file = await browser.get(script);
    expect(file.status).toBe(200);
    expect(file.headers.get('cache-control')).toContain('immutable');
    expect((await browser.get(script.replace('concordat.js', '_own.scss'))).status).toBe(404);
  });
});

describe('signing in', () => {
  it('sets one cookie, which is for the server alone', async () => {
    const answer = await browser.signIn(people.mary);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/');
    expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(/^concordat=[\w-]+; Path=\/; HttpOnly; SameSite=Lax$/)]);
    expect((await browser.get('/')).text).toContain('Mary Okafor');
  });

  it('calls the cookie __Host-concordat and makes it Secure where people come by https', async () => {
    const secure = await boot({ ...settings(address), CONCORDAT_WEB_URL: 'https://concordat.example.org' });
    const answer = await new Browser(secure.url).signIn(people.mary);
    expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-concordat=[\w-]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/)]);
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=');
    await secure.close();
  });

  it('is refused to a form of another site, or of nobody knows whence', async () => {
    expect((await browser.post('/sign-in', { email: 'a' }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await browser.post('/sign-in', { email: 'a' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await browser.post('/sign-in', { email: 'a' }, { origin: undefined })).status).toBe(403);
    expect((await browser.post('/sign-in', { email: 'a' }, { origin: 'null' })).status).toBe(403);
  });

  it('counts failures for an address, and for a network, and says how long to wait', async () => {
    const wrong = { ...people.mary, email: 'nobody@example.org', password: 'wrong' };
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) statuses.push((await browser.signIn(wrong)).status);
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 422));
    expect(statuses.at(-1)).toBe(429);
    expect((await browser.signIn(wrong)).text).toMatch(/Wait \d+ minutes?/);
    expect((await browser.signIn(people.mary)).status).toBe(303);
  });

  it("passes on the registry's own patience", async () => {
    const stricter = new SmallRegistry();
    stricter.on(signIn, () => problem(429, 'too-many-attempts', { retryAfterSeconds: 200 }));
    const other = await boot(settings(await stricter.start()));
    const answer = await new Browser(other.url).signIn(people.mary);
    expect(answer.status).toBe(429);
    expect(answer.text).toContain('Wait 4 minutes');
    await other.close();
    await stricter.stop();
  });

  it('asks for the second factor before anything else', async () => {
    expect((await browser.signIn(people.ana, '/account')).headers.get('location')).toBe('/sign-in/second-factor?return=%2Faccount');
    expect((await browser.get('/account')).headers.get('location')).toBe('/sign-in/second-factor?return=%2Faccount');
    const asked = await browser.get('/sign-in/second-factor?return=%2Faccount');
    const moved = await browser.send(asked, { code: '000 000' });
    expect([moved.status, moved.text.includes('your app has moved on to the next one. Enter the code that your app shows now')]).toEqual([422, true]);
    expect(moved.text).not.toMatch(/000 ?000/);
    const given = await browser.send(asked, { code: '123 456' });
    expect(given.headers.get('location')).toBe('/account');
  });

  it('sets a second factor up, with a key to type beside the code to scan', async () => {
    await browser.signIn(people.leo);
    const asked = await browser.get('/sign-in/second-factor/set-up');
    expect((await browser.send(asked, { password: 'wrong' })).text).toContain('Your password is wrong');
    const scan = await browser.send(asked, { password: people.leo.password });
    expect(scan.text).toContain('JBSW Y3DP EHPK 3PXP');
    expect(scan.text).toContain('<path d="M');
    expect((await browser.send(scan, { code: '123456' })).headers.get('location')).toBe('/sign-in/backup-codes');
  });

  it('shows backup codes in the answer that makes them and never again, and nothing else before they are kept', async () => {
    await browser.signIn(people.leo, '/account');
    await browser.send(await browser.send(await browser.get('/sign-in/second-factor/set-up'), { password: people.leo.password }), { code: '123456' });
    expect((await browser.get('/account')).headers.get('location')).toBe('/sign-in/backup-codes?return=%2Faccount');
    const none = await browser.get('/sign-in/backup-codes?return=%2Faccount');
    expect(none.text).toContain('Get your backup codes</h1>');
    const shown = await browser.send(none, {});
    for (const code of registry.backupCodes) expect(shown.text).toContain(code);
    expect([shown.status, shown.headers.get('location'), shown.headers.get('cache-control')]).toEqual([200, null, 'no-store']);
    const again = await browser.get('/sign-in/backup-codes?return=%2Faccount');
    expect(again.text).toContain('Have you kept your backup codes?</h1>');
    for (const code of registry.backupCodes) expect(again.text).not.toContain(code);
    registry.codesMadeMeanwhile = true;
    const raced = await browser.send(none, {});
    registry.codesMadeMeanwhile = false;
    expect([raced.status, raced.text.includes('changed at the same moment'), raced.text.includes('Make new codes')]).toEqual([422, true, true]);
    expect((await browser.send(shown, {})).headers.get('location')).toBe('/account');
    // Sent twice.
    expect((await browser.send(shown, {})).headers.get('location')).toBe('/account');
    expect((await browser.get('/sign-in/backup-codes')).headers.get('location')).toBe('/');
  });

  it('takes a backup code in place of the app, and says how many are left', async () => {
    await browser.signIn(people.ana, '/account');
    registry.backupCodes = ['k3m7q-2xd9p', 'p9raw-4tnc8'];
    const asked = await browser.get('/sign-in/backup-code?return=%2Faccount');
    const wrong = await browser.send(asked, { code: 'aaaaa-aaaaa' });
    expect([wrong.status, wrong.text.includes('That backup code is wrong, or you have used it before')]).toEqual([422, true]);
    const given = await browser.send(asked, { code: ' K3M7Q 2XD9P ' });
    expect(given.headers.get('location')).toBe('/account/backup-codes/used?return=%2Faccount');
    const used = await browser.get('/account/backup-codes/used?return=%2Faccount');
    expect(used.text).toContain('1 backup code left');
    expect(used.text).toContain('href="/account">Continue');
    const more = await browser.get('/account/backup-codes');
    expect((await browser.send(more, { password: 'wrong' })).text).toContain('Your password is wrong');
    const made = await browser.send(more, { password: people.ana.password });
    for (const code of registry.backupCodes) expect(made.text).toContain(code);
    expect(made.text).toContain('name="return" value="/account"');
  });

  it('offers to search to those who work on cases', async () => {
    await browser.signIn(people.mary);
    expect((await browser.get('/account')).text).toContain('role="search"');
    const administrator = new Browser(web.url);
    await administrator.signIn(people.ada);
    expect((await administrator.get('/account')).text).not.toContain('role="search"');
  });

  it('asks which agency somebody acts for who has several', async () => {
    expect((await browser.signIn(people.tom, '/account')).headers.get('location')).toBe('/account/membership?return=%2Faccount');
    const asked = await browser.get('/account/membership?return=%2Faccount');
    expect((await browser.send(asked, {})).text).toContain('Select the agency that you act for');
    expect((await browser.send(asked, { membershipId: people.mary.memberships[0]?.id ?? '' })).status).toBe(400);
    const chosen = await browser.send(asked, { membershipId: people.tom.memberships[1]?.id ?? '' });
    expect(chosen.headers.get('location')).toBe('/account');
    expect((await browser.get('/')).text).toContain('Leicestershire Police, Blaby and Hinckley &amp; Bosworth');
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/sign-in?return=/', '\t/x', '/a\nb'])('never leads to %j', async (to) => {
    expect((await browser.signIn(people.mary, to)).headers.get('location')).toBe('/');
  });
});

describe('signing in with an organisation', () => {
  const agencyId = people.mary.memberships[0]?.agencyId ?? '';
  const back = `/sign-in/organisation/${agencyId}/return?code=abc&state=def`;
  /** On the way back from its organisation, with what a browser carries then. */
  const onTheWay = (carried: Record<string, string>): Browser => {
    browser.cookie = `concordat-organisation=${Buffer.from(JSON.stringify({ on: 'way', ticket: 'sealed', kept: '', to: '/', ...carried })).toString('base64url')}`;
    return browser;
  };
  const leads = async (carried: Record<string, string>) => (await onTheWay(carried).get(back)).headers.get('location');

  it('says where one is led before one is, and asks for the domain alone', async () => {
    const domains: unknown[] = [];
    registry.on(beginProviderSignIn, ({ body }) => {
      domains.push(body);
      return { status: 200, body: { agencyName: 'Blaby District Council', url: 'https://login.blaby.example/authorize?client_id=concordat', ticket: 'sealed' } };
    });
    const asked = await browser.get('/sign-in/organisation?return=/account');
    expect((await browser.send(asked, { email: 'mary' })).status).toBe(400);
    const leaving = await browser.send(asked, { email: 'Mary@Blaby.Example' });
    expect(domains).toEqual([{ domain: 'blaby.example' }]);
    expect(leaving.text).toContain('<span class="app-code">login.blaby.example</span>');
    expect(leaving.headers.get('set-cookie')).toMatch(/^concordat-organisation=[\w-]+; Max-Age=1200; Path=\/; HttpOnly; SameSite=Lax$/);
    registry.on(beginProviderSignIn, () => problem(422, 'no-provider', { title: 'refused', detail: 'No organisation of that email address has its own sign-in here.' }));
    expect((await browser.send(asked, { email: 'nobody@nowhere.example' })).text).toContain('No organisation of that email address');
  });

  it('opens a session in the browser that began alone, and leads nowhere but here', async () => {
    const asked: unknown[] = [];
    registry.on(finishProviderSignIn, ({ body }) => {
      asked.push(body);
      const token = randomUUID();
      registry.sessions.set(token, { person: people.mary, stage: 'ready', acting: people.mary.memberships[0]?.id ?? null });
      return { status: 201, body: { outcome: 'signed-in', session: { token, stage: 'ready', expiresAt: '2027-01-01T00:00:00.000Z' } } };
    });
    expect((await browser.get(back)).headers.get('location')).toBe('/sign-in/organisation/refused');
    expect(asked).toEqual([]);
    expect(await leads({ to: '/account' })).toBe('/account');
    expect(asked).toEqual([{ agencyId, ticket: 'sealed', answer: 'code=abc&state=def' }]);
    for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example', '/sign-in?return=/']) expect(await leads({ to })).toBe('/');
    expect((await onTheWay({}).get('/sign-in/organisation/no-id/return?code=abc')).status).toBe(404);
  });

  it('goes on at an address without the answer, also when it was refused or is to be linked', async () => {
    registry.on(finishProviderSignIn, () => problem(401, 'provider-refused'));
    expect(await leads({})).toBe('/sign-in/organisation/refused');
    expect((await browser.get('/sign-in/organisation/refused')).text).toContain('Your organisation did not sign you in');
    registry.on(finishProviderSignIn, () => ({ status: 201, body: { outcome: 'unknown', agencyName: 'Blaby <b>District</b> Council', proof: 'proof' } }));
    expect(await leads({})).toBe('/sign-in/organisation/first-time');
    const first = await browser.get('/sign-in/organisation/first-time');
    expect(first.text).toContain('Blaby &lt;b&gt;District&lt;/b&gt; Council has signed you in');
    expect(first.text).toContain('href="/sign-in?return=%2Faccount%2Forganisation%2Flink"');
  });
});

describe('a form', () => {
  it('is refused without the token of this session', async () => {
    await browser.signIn(people.mary);
    const other = new Browser(web.url);
    await other.signIn(people.mary);
    const asked = await other.get('/sign-out');
    for (const token of [undefined, '', 'x', other.tokenIn(asked.text)]) {
      expect((await browser.post('/sign-out', token === undefined ? {} : { _token: token })).status).toBe(403);
    }
    expect((await browser.get('/account')).status).toBe(200);
  });

  it('signs out, and the session is over everywhere', async () => {
    await browser.signIn(people.mary);
    const token = browser.cookie;
    await browser.send(await browser.get('/sign-out'), {});
    expect(browser.cookie).toBe('');
    browser.cookie = token;
    expect((await browser.get('/account')).headers.get('location')).toBe('/sign-in?return=%2Faccount');
  });

  it('tells how long its session lasts, and keeps nobody signed in by telling', async () => {
    const end = new Date(Date.now() + 90_000).toISOString();
    registry.on(sessionEnd, () => ({ status: 200, body: { expiresAt: end, lastsUntil: end } }));
    await browser.signIn(people.mary);
    registry.calls.length = 0;
    const told = JSON.parse((await browser.get('/session')).text) as { secondsLeft: number };
    expect(told.secondsLeft).toBeGreaterThan(80);
    expect((await browser.get('/timed-out?return=/cases')).text).toContain('href="/cases"');
    expect((await browser.get('/timed-out?return=//evil.example')).text).toContain('href="/"');
    expect(registry.calls).toEqual(['GET /sessions/current/end']);
    const token = browser.tokenIn((await browser.get('/account')).text);
    expect((await browser.post('/session/stay', {})).status).toBe(403);
    registry.calls.length = 0;
    expect((await browser.post('/session/stay', { _token: token })).status).toBe(200);
    expect(registry.calls).toEqual(['GET /sessions/current', 'GET /sessions/current/end']);
    registry.on(sessionEnd, () => problem(401, 'not-signed-in'));
    expect(JSON.parse((await browser.get('/session')).text)).toEqual({ secondsLeft: 0, secondsAtMost: 0 });
  });

  it('survives the end of its session, for its own author alone', async () => {
    await browser.signIn(people.tom);
    const chosen = people.tom.memberships[1]?.id ?? '';
    const asked = await browser.get('/account/membership');
    registry.sessions.clear();
    const ended = await browser.send(asked, { membershipId: chosen });
    expect(ended.status).toBe(401);
    expect(ended.text).toContain('Your session has ended');
    expect(ended.text).not.toContain(chosen);

    const stranger = new Browser(web.url);
    const theirs = await stranger.send(ended, { email: people.mary.email, password: people.mary.password });
    expect(theirs.headers.get('location')).toBe('/');

    // Signed in again they are asked for their agency first, as always; the form goes along.
    const membership = await browser.send(ended, { email: people.tom.email, password: people.tom.password });
    expect(membership.text).toContain('What you typed is kept');
    const again = await browser.send(membership, { membershipId: people.tom.memberships[0]?.id ?? '' });
    expect(again.text).toContain('You are signed in again');
    expect(again.text).toContain(`name="membershipId" value="${chosen}"`);
    expect(again.text).toContain('action="/account/membership"');
    expect((await browser.send(again, { membershipId: chosen })).status).toBe(303);
  });
});

describe('what goes wrong', () => {
  afterEach(() => registry.sessions.clear());

  it('an address that leads nowhere', async () => {
    await browser.signIn(people.mary);
    const answer = await browser.get('/nothing/here');
    expect([answer.status, answer.title]).toEqual([404, 'Page not found - Concordat']);
    expect(answer.text).toContain('Mary Okafor');
    expect((await browser.get('/%')).status).toBe(404);
  });

  it('a body that is too large, of a wrong type, or broken', async () => {
    const large = await browser.post('/sign-in', { email: 'x'.repeat(10_000_000) });
    expect([large.status, large.title]).toEqual([413, 'What you sent is too large - Concordat']);
    expect((await browser.raw('/sign-in', 'application/xml', '<a/>')).status).toBe(415);
    expect((await browser.raw('/sign-in', 'application/json', '{')).status).toBe(400);
    expect((await browser.raw('/sign-in', 'application/json', '{"__proto__":{"email":"x"}}')).status).toBe(400);
  });

  it('a service that is away: the number is the one in the log', async () => {
    const away = await boot(settings('http://127.0.0.1:9'));
    const stranded = new Browser(away.url);
    const answer = await stranded.signIn(people.mary);
    expect([answer.status, answer.title]).toEqual([503, 'Sorry, part of the service is unavailable - Concordat']);
    expect(answer.text).toMatch(/<p class="govuk-body app-code">[\da-f-]{36}<\/p>/);
    expect((await stranded.get('/privacy')).status).toBe(200);
    const ready = await stranded.get('/health/ready');
    expect(ready.status).toBe(503);
    expect(JSON.parse(ready.text)).toEqual({
      status: 'not ready',
      services: { web: 'ready', ...Object.fromEntries(SERVICE_NAMES.map((name) => [name, 'unreachable'])) },
    });
    expect((await stranded.get('/health/live')).status).toBe(200);
    await away.close();
  });

  it('is ready when every service is, by name', async () => {
    const { status, text } = await browser.get('/health/ready');
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({ status: 'ready', services: Object.fromEntries(['web', ...SERVICE_NAMES].map((name) => [name, 'ready'])) });
  });
});
