import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { boot, type RunningWeb } from '../src/boot.js';
import { Browser } from './browser.js';
import { people, SmallRegistry } from './small-registry.js';
import { webSettings } from './web-settings.js';

let registry: SmallRegistry;
let web: RunningWeb;
let behindProxy: RunningWeb;
let browser: Browser;

beforeAll(async () => {
  registry = new SmallRegistry();
  const address = await registry.start();
  web = await boot(webSettings(address));
  behindProxy = await boot({ ...webSettings(address), CONCORDAT_TRUST_PROXY: 'true', CONCORDAT_WEB_URL: 'https://concordat.example.org' });
  browser = new Browser(web.url);
  await browser.signIn(people.mary);
});
afterAll(async () => {
  await Promise.all([web.close(), behindProxy.close()]);
  await registry.stop();
});

/** Every kind of answer: a page, one behind signing in, a way to sign in, an asset, errors, health. */
const ADDRESSES = ['/', '/sign-in', '/account', '/privacy', '/nothing', '/%', '/health/live'];

/** A request as no browser would send it. */
async function ask(base: string, method: string, path: string, headers: Record<string, string> = {}): Promise<{ status: number; headers: Record<string, string | string[] | undefined> }> {
  const sent = request(new URL(path, base), { method, headers: { cookie: browser.cookie, ...headers } });
  sent.end();
  const [answer] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  return { status: answer.statusCode ?? 0, headers: answer.headers };
}

/** Bytes as they are, and what comes back. */
async function raw(base: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(base);
  const socket = connect(Number(port), hostname);
  socket.end(bytes);
  let answer = '';
  for await (const part of socket.setEncoding('utf8')) answer += String(part);
  return answer;
}

describe('every answer of the web', () => {
  it.each(ADDRESSES)('%s says what it is, and is not guessed at, framed, kept or read by another site', async (path) => {
    const { headers, text } = await browser.get(path);
    if (text !== '') expect(headers.get('content-type')).toMatch(/; ?charset=utf-8$/i);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('content-security-policy')).toContain("base-uri 'none'");
    expect(headers.get('content-security-policy')).toContain("object-src 'none'");
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull();
  });

  it('makes browsers stay on https for a year, with every host below', async () => {
    const answer = await new Browser(behindProxy.url).get('/sign-in');
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    expect(answer.headers.get('content-security-policy')).toContain('upgrade-insecure-requests');
  });

  it('has one cookie, which is small', async () => {
    const answer = await new Browser(web.url).signIn(people.mary);
    expect(answer.headers.getSetCookie()).toHaveLength(1);
    expect(answer.headers.getSetCookie()[0]?.length).toBeLessThan(1000);
  });
});

describe('a password', () => {
  it('is masked, and may be pasted and kept by a password manager', async () => {
    const { text } = await new Browser(web.url).get('/sign-in');
    expect(text).toMatch(/<input[^>]*name="password"[^>]*type="password"[^>]*autocomplete="current-password"/);
    expect(text).not.toMatch(/onpaste|autocomplete="off"/);
  });
});

describe('signing out', () => {
  it('asks the browser to forget', async () => {
    const visitor = new Browser(web.url);
    await visitor.signIn(people.mary);
    expect((await visitor.send(await visitor.get('/sign-out'), {})).headers.get('clear-site-data')).toBe('"storage"');
  });
});

describe('a session that a machine works', () => {
  it('is slowed down after more forms than anybody fills in', async () => {
    const visitor = new Browser(web.url);
    await visitor.signIn(people.tom);
    const asked = await visitor.get('/account/membership');
    const statuses: number[] = [];
    // Some more than the limit: one that cannot be counted, because Redis is slow to answer, is let through.
    while (statuses.at(-1) !== 429 && statuses.length < 140) statuses.push((await visitor.send(asked, {})).status);
    expect(statuses.length).toBeGreaterThan(120);
    expect([...new Set(statuses)]).toEqual([400, 429]);
  });
});

describe('a request that no page makes', () => {
  it.each(['TRACE', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'])('by %s finds nothing', async (method) => {
    for (const path of ['/', '/sign-in', '/account']) {
      const answer = await ask(web.url, method, path);
      expect([path, answer.status]).toEqual([path, expect.any(Number)]);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }
  });

  it('that changes something is no GET: the address of a form shows it and does nothing', async () => {
    const visitor = new Browser(web.url);
    await visitor.signIn(people.mary);
    await visitor.get('/sign-out');
    expect((await visitor.get('/account')).status).toBe(200);
  });

  it('from another site brings no session along that could change something', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
      expect([headers, (await browser.post('/sign-out', {}, headers)).status]).toEqual([headers, 403]);
    }
  });

  it('with two lengths, or a length and pieces, is refused before anything reads it', async () => {
    const head = `POST /sign-in HTTP/1.1\r\nHost: ${new URL(web.url).host}\r\n`;
    for (const lengths of ['Content-Length: 5\r\nContent-Length: 6\r\n', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', 'Transfer-Encoding: chunked, identity\r\n']) {
      expect(await raw(web.url, `${head}${lengths}\r\n0\r\n\r\nGET /account HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
    }
  });

  it('names a field twice, and is not taken for the one that was checked', async () => {
    const answer = await browser.raw('/sign-in', 'application/x-www-form-urlencoded', `email=${encodeURIComponent(people.mary.email)}&email=x%40example.org&password=a&password=b`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it('for a file of the server finds none', async () => {
    for (const path of ['/package.json', '/.git/config', '/../package.json', '/assets/../../package.json', '/assets/x/%2e%2e/%2e%2e/package.json', '/assets/', '/.env', '/account.css', '/openapi.json']) {
      const { status, text } = await browser.get(path);
      expect([path, status]).toEqual([path, 404]);
      expect(text).not.toContain('"name": "concordat"');
    }
  });
});

describe('behind a proxy', () => {
  it('what a caller says of their own address counts for nothing', async () => {
    const from = (first: string): Promise<number> =>
      fetch(`${behindProxy.url}/policy-reports`, { method: 'POST', headers: { 'x-forwarded-for': `${first}, 192.0.2.1`, 'content-type': 'application/csp-report' }, body: '{"csp-report":{}}' }).then(({ status }) => status);
    const statuses: number[] = [];
    for (let tries = 0; statuses.at(-1) !== 429 && tries < 40; tries++) statuses.push(await from(`203.0.113.${tries}`));
    expect(statuses.slice(0, 30).every((status) => status === 204)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('what a browser refused on a page', () => {
  it('is told where the policy says, and taken in no other shape', async () => {
    const policy = (await browser.get('/sign-in')).headers;
    expect(policy.get('content-security-policy')).toContain('report-uri /policy-reports');
    expect(policy.get('reporting-endpoints')).toBe('policy="/policy-reports"');
    const told = { 'csp-report': { 'effective-directive': 'script-src', 'blocked-uri': 'https://evil.example/x.js?who=me' } };
    expect((await browser.raw('/policy-reports', 'application/csp-report', JSON.stringify(told))).status).toBe(204);
    const reported = [{ type: 'csp-violation', body: { effectiveDirective: 'style-src', blockedURL: 'inline' } }];
    expect((await browser.raw('/policy-reports', 'application/reports+json', JSON.stringify(reported))).status).toBe(204);
    for (const body of ['{', '[]', '{"a":1}', '{"__proto__":{}}']) expect((await browser.raw('/policy-reports', 'application/csp-report', body)).status).toBe(400);
    expect((await browser.raw('/policy-reports', 'application/csp-report', `{"csp-report":{"x":"${'y'.repeat(20_000)}"}}`)).status).toBe(413);
    expect((await browser.raw('/policy-reports', 'text/html', '<p>')).status).toBe(415);
  });
});
