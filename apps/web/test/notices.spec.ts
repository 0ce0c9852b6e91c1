import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { choosePreference, countNotices, listNotices, markNoticeRead, readPreference, type NoticeView } from '@concordat/contracts-notifications';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { boot, type RunningWeb } from '../src/boot.js';
import { Browser } from './browser.js';
import { people, problem, SmallRegistry, type Asked } from './small-registry.js';
import { webSettings } from './web-settings.js';

const notice: NoticeView = { id: randomUUID(), text: 'You have been given an action', about: { kind: 'referral', id: randomUUID() }, record: null, at: '2026-02-02T09:00:00.000Z', readAt: null };

describe('notices in the browser', () => {
  const services = new SmallRegistry();
  let web: RunningWeb;
  let demo: RunningWeb;
  let caught: Server;
  let chosen: Asked[] = [];
  let browser: Browser;

  const settings = (address: string, more: Record<string, string> = {}) => ({ ...webSettings(address), ...more });

  beforeAll(async () => {
    const address = await services.start();
    services.on(listNotices, () => ({ status: 200, body: { items: [notice, { ...notice, id: randomUUID(), text: 'A case has been closed', readAt: notice.at }], next: 'the-next' } }));
    services.on(countNotices, () => ({ status: 200, body: { unread: 1 } }));
    services.on(markNoticeRead, ({ params }) => (params.noticeId === notice.id ? { status: 201, body: { ...notice, readAt: notice.at } } : problem(404, 'not-found')));
    services.on(readPreference, () => ({ status: 200, body: { mail: 'at-once', version: null } }));
    services.on(choosePreference, (asked) => {
      chosen.push(asked);
      return { status: 200, body: { mail: 'daily', version: 1 } };
    });
    const message = { id: '1', receivedAt: '2026-02-02T09:00:00.000Z', from: 'a@b.example', to: ['mary@example.org'], subject: '<b>You have a new notice</b>', text: 'Read it:\nhttp://elsewhere.example/notices', partnershipId: people.mary.memberships[0]?.partnershipId };
    const messages = [message, { ...message, id: '2', subject: 'A case of another partnership', partnershipId: people.tom.memberships[0]?.partnershipId }, { ...message, id: '3', subject: 'Of nobody knows whom', partnershipId: null }];
    caught = createServer((_request, response) => response.end(JSON.stringify({ messages }))).listen(0, '127.0.0.1');
    await new Promise((resolve) => caught.once('listening', resolve));
    web = await boot(settings(address));
    demo = await boot(settings(address, { CONCORDAT_DEMO_MAIL_URL: `http://127.0.0.1:${(caught.address() as AddressInfo).port}` }));
  });
  afterAll(async () => {
    await web.close();
    await demo.close();
    await services.stop();
    caught.closeAllConnections();
    await new Promise((resolve) => caught.close(resolve));
  });
  beforeEach(async () => {
    chosen = [];
    browser = new Browser(web.url);
    await browser.signIn(people.mary);
  });

  it('are counted on every page, listed, and marked as read', async () => {
    const list = await browser.get('/notices');
    expect(list.text).toContain('Notices (1)');
    expect(list.text).toContain('You have 1 notice to read.');
    expect(list.text.match(/<button[^>]*aria-label="Mark as read/g)).toHaveLength(1);
    expect(list.text).toContain('href="/notices?after=the-next"');
    const marked = await browser.send(list, {});
    expect([marked.status, marked.headers.get('location')]).toEqual([303, '/notices?done=notice-read']);
    expect((await browser.get('/')).text).toContain('notice to read');
  });

  it('lead to what they are about; any other is not found', async () => {
    const opened = await browser.get(`/notices/${notice.id}`);
    expect([opened.status, opened.headers.get('location')]).toEqual([303, `/referrals/${notice.about.id}`]);
    expect((await browser.get(`/notices/${randomUUID()}`)).status).toBe(404);
    const stranger = await new Browser(web.url).get(`/notices/${notice.id}`);
    expect(stranger.headers.get('location')).toBe(`/sign-in?return=${encodeURIComponent(`/notices/${notice.id}`)}`);
  });

  it('are heard of as the person chooses', async () => {
    const page = await browser.get('/notices/preference');
    expect((await browser.send(page, { mail: 'hourly' })).text).toContain('Select how you want to hear of new notices');
    expect((await browser.send(page, { mail: 'daily' })).headers.get('location')).toBe('/notices?done=choice-saved');
    expect(chosen.map(({ body }) => body)).toEqual([{ mail: 'daily', version: null }]);
  });

  it('show what was sent in the demo alone', async () => {
    expect((await browser.get('/demo/messages')).status).toBe(404);
    expect((await browser.get('/account')).text).not.toContain('Messages sent by the demo');
    const visitor = new Browser(demo.url);
    await visitor.signIn(people.mary);
    expect((await visitor.get('/account')).text).toContain('href="/demo/messages"');
    const { text } = await visitor.get('/demo/messages');
    expect(text).toContain('&lt;b&gt;You have a new notice&lt;/b&gt;');
    expect(text).toContain('<a class="govuk-link" href="/notices">http://elsewhere.example/notices</a>');
    expect(text.match(/<article/g)).toHaveLength(1);
    expect(text).not.toMatch(/another partnership|nobody knows whom/);
    expect((await new Browser(demo.url).get('/demo/messages')).status).toBe(303);
  });
});
