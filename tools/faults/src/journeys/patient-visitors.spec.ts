import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { PatientVisitors } from './patient-visitors.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push({ close: () => server.close() });
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  return port;
}

describe('visitors who try again', () => {
  it('send the same form again after an error page and after an answer that broke off, and are shown what comes at last', async () => {
    const forms: string[] = [];
    const web = createServer((asked, answer) => {
      void text(asked).then((form) => {
        forms.push(`${asked.method} ${asked.url} ${form} ${asked.headers.cookie} ${asked.headers.host}`);
        if (forms.length === 1) answer.writeHead(503).end('Sorry');
        else if (forms.length === 2) answer.writeHead(200, { 'content-length': '100' }).write('the first half', () => answer.destroy());
        else answer.writeHead(303, { location: '/done', 'set-cookie': ['a=1', 'b=2'] }).end();
      });
    });
    const at = await freePort();
    const visitors = await PatientVisitors.listen(at, await listen(web), 10);
    open.push(visitors);
    const shown = await fetch(`http://127.0.0.1:${at}/cases?page=2`, { method: 'POST', body: 'name=One', headers: { cookie: 'session=x' }, redirect: 'manual' });
    expect([shown.status, shown.headers.get('location'), shown.headers.getSetCookie()]).toEqual([303, '/done', ['a=1', 'b=2']]);
    expect(new Set(forms)).toEqual(new Set([`POST /cases?page=2 name=One session=x 127.0.0.1:${at}`]));
    expect([forms.length, visitors.met]).toEqual([3, 2]);
  });

  it('load a page again of which a part could not be had', async () => {
    let shown = 0;
    const web = createServer((_asked, answer) => {
      shown += 1;
      answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(shown === 1 ? 'Tasks. This cannot be shown at the moment. Try again in a few minutes.' : 'Tasks: 3');
    });
    const at = await freePort();
    open.push(await PatientVisitors.listen(at, await listen(web), 10));
    expect(await (await fetch(`http://127.0.0.1:${at}/`)).text()).toBe('Tasks: 3');
  });

  it('take a refusal for an answer', async () => {
    const web = createServer((_asked, answer) => answer.writeHead(422).end('There is a problem'));
    const at = await freePort();
    const visitors = await PatientVisitors.listen(at, await listen(web));
    open.push(visitors);
    expect((await fetch(`http://127.0.0.1:${at}/`)).status).toBe(422);
    expect(visitors.met).toBe(0);
  });
});
