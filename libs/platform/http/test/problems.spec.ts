import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aMember, client } from '@concordat/testing';
import type { Member, TestService } from '@concordat/testing';
import { makeNote, misbehave, tryToSignIn } from './sample/contract.js';
import { bootSample, projectMember, startSample } from './sample/sample-service.js';
import type { SampleApp } from './sample/sample-service.js';

describe('problems', () => {
  let service: TestService<SampleApp>;
  let member: Member;
  beforeAll(async () => {
    service = await startSample({ tellFaults: false });
    member = await projectMember(service, aMember());
  });
  afterAll(() => service.close());

  async function ask(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<{ status: number; type: string | null; problem: unknown; headers: Headers }> {
    const token = await service.surroundings.tokens.tokenFor(member, 'referrals');
    const answer = await fetch(service.url + path, { method, headers: { authorization: `Bearer ${token}`, ...headers }, ...(body === undefined ? {} : { body }) });
    return { status: answer.status, type: answer.headers.get('content-type'), problem: await answer.json(), headers: answer.headers };
  }
  const json = { 'content-type': 'application/json' };

  it.each([
    ['broken JSON', 'POST', '/notes', json, '{"title":', 400, 'broken-json'],
    ['no body at all', 'POST', '/notes', json, '', 400, 'broken-json'],
    ['a body that is not JSON', 'POST', '/notes', { 'content-type': 'text/plain' }, 'title', 415, 'unsupported-media-type'],
    ['a form', 'POST', '/notes', { 'content-type': 'application/x-www-form-urlencoded' }, 'title=x', 415, 'unsupported-media-type'],
    ['10 MB', 'POST', '/notes', json, JSON.stringify({ title: 'x'.repeat(10_000_000) }), 413, 'too-large'],
    ['poisoned prototypes', 'POST', '/notes', json, '{"title":"x","__proto__":{"admin":true}}', 400, 'broken-json'],
    ['an unknown property', 'POST', '/notes', json, '{"title":"x","owner":"me"}', 400, 'invalid-input'],
    ['a null character', 'POST', '/notes', json, '{"title":"a\\u0000b"}', 400, 'invalid-input'],
    ['half of a character', 'POST', '/notes', json, '{"title":"\\ud800"}', 400, 'invalid-input'],
    ['deep nesting', 'POST', '/notes', json, `{"title":${'['.repeat(5000)}${']'.repeat(5000)}}`, 400, 'invalid-input'],
    ['an unknown part of the query', 'GET', '/notes?siez=3', {}, undefined, 400, 'invalid-input'],
    ['a query given twice', 'GET', '/notes?size=3&size=4', {}, undefined, 400, 'invalid-input'],
    ['a cursor of another list', 'GET', '/notes?after=bm90aGluZw', {}, undefined, 400, 'invalid-input'],
    ['an unknown address', 'GET', '/nowhere', {}, undefined, 404, 'not-found'],
    ['a broken escape in the address', 'GET', '/notes/%E0%A4%A', {}, undefined, 404, 'not-found'],
    ['a very long id', 'GET', `/notes/${'a'.repeat(2000)}`, {}, undefined, 414, 'address-too-long'],
    ['a wrong method', 'PUT', '/notes', json, '{}', 405, 'method-not-allowed'],
    ['a wrong method of an address with a parameter', 'POST', '/notes/1', json, '{}', 405, 'method-not-allowed'],
  ] as const)('%s is a problem body', async (_what, method, path, headers, body, status, code) => {
    const answer = await ask(method, path, headers, body);
    expect([answer.status, answer.type]).toEqual([status, 'application/problem+json; charset=utf-8']);
    expect(answer.problem).toMatchObject({ status, code, type: `urn:concordat:problem:${code}`, instance: answer.headers.get('x-correlation-id') ?? expect.any(String) });
  });

  it('says what an address takes', async () => {
    expect((await ask('PUT', '/notes', json, '{}')).headers.get('allow')).toBe('GET, POST');
  });

  it('names every fault with its path, and an unknown property by its own', async () => {
    const { problem } = await ask('POST', '/notes', json, '{"title":"","tags":["a",7],"owner":"me"}');
    expect(problem).toMatchObject({
      issues: expect.arrayContaining([
        { path: 'body.title', message: 'Enter a value' },
        { path: 'body.tags.1', message: expect.any(String) },
        { path: 'body.owner', message: 'Unknown property' },
      ]),
    });
  });

  it('answers what is not HTTP with a problem body too', async () => {
    const received = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1', () => socket.write('this is no request\r\n\r\n'));
      socket.on('data', (data) => (text += data.toString()));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    expect(received).toMatch(/^HTTP\/1\.1 400 Bad Request\r\ncontent-type: application\/problem\+json/);
    expect(received).toContain('"code":"bad-request"');
  });

  it('a 500 shows nothing but an id, which is in the log with the cause', async () => {
    const trace = 'trace-of-the-test';
    const { problem } = await service.as(member).call(misbehave, { body: { how: 'throw', title: 'secret' } }, { headers: { 'x-correlation-id': trace } });
    expect(problem).toEqual({
      type: 'urn:concordat:problem:internal-error',
      title: 'Sorry, there is a problem with the service',
      status: 500,
      code: 'internal-error',
      instance: trace,
    });
    expect(service.app.log()).toContainEqual(expect.objectContaining({ level: 'error', trace, route: '/misbehaviours', err: expect.objectContaining({ type: 'Error', stack: expect.stringContaining('notes') }) }));
  });

  it('an answer outside the contract is a 500, and the log says where', async () => {
    const { problem } = await service.as(member).call(misbehave, { body: { how: 'answer-more', title: 'secret' } });
    expect(problem).toMatchObject({ status: 500, code: 'internal-error' });
    expect(JSON.stringify(problem)).not.toContain('secret');
    const logged = service.app.log().find((line) => JSON.stringify(line).includes('AnswerMismatchError'));
    expect(JSON.stringify(logged)).toContain('answer.version: Unknown property');
  });

  it('logs each request by route and status, never its address, body or token', async () => {
    await service.as(member).call(makeNote, { body: { title: 'Aaliyah Hussain' } });
    await ask('GET', '/notes?after=Aaliyah');
    const log = JSON.stringify(service.app.log());
    expect(service.app.log()).toContainEqual(expect.objectContaining({ method: 'POST', route: '/notes', status: 201 }));
    expect(log).not.toContain('Aaliyah');
    expect(log).not.toMatch(/Bearer|eyJ/);
  });

  it('gives a correlation id of its own in place of one that is not', async () => {
    const { headers } = await ask('GET', '/greeting', { 'x-correlation-id': 'a b"c' });
    expect(headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('limits tries by what is tried, with the time to wait', async () => {
    const tryIt = (email: string) => service.anonymous.call(tryToSignIn, { body: { email } });
    const answers = [];
    for (let time = 0; time < 4; time += 1) answers.push(await tryIt('someone@example.org'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers[3]?.problem).toMatchObject({ code: 'too-many-requests', retryAfterSeconds: expect.any(Number) });
    expect(answers[3]?.headers.get('retry-after')).not.toBeNull();
    expect((await tryIt('another@example.org')).status).toBe(200);
  });

  it('refuses tries that cannot be counted, rather than letting them all through', async () => {
    const app = await bootSample({ ...service.env, CONCORDAT_REDIS_URL: 'redis://127.0.0.1:1' });
    const { problem } = await client(app.url, null).call(tryToSignIn, { body: { email: 'someone@example.org' } });
    expect(problem).toMatchObject({ status: 503, code: 'unavailable' });
    await app.close();
  });

  it('gives up a handler that takes too long, and what it wrote', async () => {
    const app = await bootSample(service.env, { answerWithinMs: 300 });
    const token = await service.surroundings.tokens.tokenFor(member, 'referrals');
    const { problem } = await client(app.url, token).call(misbehave, { body: { how: 'wait', title: 'Slow' } });
    expect(problem).toMatchObject({ status: 503, code: 'took-too-long' });
    await pause(600);
    expect(await service.database.query(`select title from note where title = 'Slow'`)).toEqual([]);
    await app.close();
  });
});
