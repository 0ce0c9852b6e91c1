import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { issueTokens } from '@concordat/contracts-partnership-registry';
import { defineRoute, pageOf, pageQuery, readsRoutes, SERVICE_NAMES } from '@concordat/contracts-protocol';
import { InvalidInputError, NotAllowedError, NotFoundError, ProblemError, RuleError, StaleVersionError } from '@concordat/platform-errors';
import { z } from 'zod';
import { WebSettings } from '../src/config.js';
import { ServiceUnreachableError } from '../src/services/problems.js';
import { Reads } from '../src/services/reads.js';
import { Services } from '../src/services/services.js';
import { Transport } from '../src/services/transport.js';
import { runVisit, Visit } from '../src/session/visit.js';
import { people, problem, SERVICE_TOKEN, SmallRegistry, type Asked } from './small-registry.js';
import { signIn } from '@concordat/contracts-partnership-registry';

const { reads } = readsRoutes('jag-cases');
const params = z.strictObject({ caseId: z.string() });
const readThing = defineRoute({ service: 'jag-cases', method: 'GET', path: '/things/:caseId', summary: 'Read', params, response: z.strictObject({ name: z.string() }) });
const listThings = defineRoute({ service: 'referrals', method: 'GET', path: '/things', summary: 'List', query: pageQuery, response: pageOf(z.strictObject({ name: z.string() })) });
const changeThing = defineRoute({ service: 'jag-cases', method: 'POST', path: '/things/:caseId', summary: 'Change', params, body: z.strictObject({ name: z.string() }), response: z.strictObject({ name: z.string() }) });

const settings = { CONCORDAT_WEB_SECRET: 'x'.repeat(32), CONCORDAT_REDIS_URL: 'redis://127.0.0.1:6379' };

let registry: SmallRegistry;
let transport: Transport;
let services: Services;
let token: string;

beforeAll(async () => {
  registry = new SmallRegistry();
  const url = await registry.start();
  transport = new Transport(
    new WebSettings({
      ...settings,
      CONCORDAT_SERVICES: JSON.stringify({ ...Object.fromEntries(SERVICE_NAMES.map((name) => [name, url])), notifications: 'http://127.0.0.1:9' }),
    }),
  );
  services = new Services(transport, new Reads(transport));
  token = (await transport.send(signIn, { body: { email: people.mary.email, password: people.mary.password } })).token;
});
afterAll(() => registry.stop());

const visiting = <T>(work: () => Promise<T>): Promise<T> => runVisit(new Visit('trace-1', '/', token, '10.0.0.1'), work);
const callsTo = (server: Server): Transport => {
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : ''}`;
  return new Transport(new WebSettings({ ...settings, CONCORDAT_SERVICES: JSON.stringify(Object.fromEntries(SERVICE_NAMES.map((name) => [name, url]))) }));
};
const failing = async (reply: ReturnType<typeof problem>): Promise<unknown> => {
  registry.on(readThing, () => reply);
  return visiting(() => services.call(readThing, { params: { caseId: '1' } })).catch((error: unknown) => error);
};

describe('a call', () => {
  it('carries a token for the service, the correlation id and the key of the form', async () => {
    let asked: Asked | undefined;
    registry.on(changeThing, (given) => {
      asked = given;
      return { status: 200, body: { name: 'new' } };
    });
    const answer = await visiting(() => services.call(changeThing, { params: { caseId: 'a/b?c' }, body: { name: 'new' }, idempotencyKey: 'key-1' }));
    expect(answer).toEqual({ name: 'new' });
    expect(asked).toMatchObject({
      params: { caseId: 'a%2Fb%3Fc' },
      body: { name: 'new' },
      headers: { authorization: `Bearer ${SERVICE_TOKEN}jag-cases`, 'idempotency-key': 'key-1', 'x-correlation-id': expect.stringMatching(/.+/) },
    });
  });

  it('says of an address that is too long for a service that there is none', async () => {
    await expect(transport.send(listThings, { query: { after: 'x'.repeat(9_000) } }, 'Session x')).rejects.toMatchObject({ status: 404 });
  });

  it('is made once more where the connection was closed, on one of its own, if that can do no harm', async () => {
    const asked: string[] = [];
    const breaking = createServer(({ method = '', headers: { connection = '' } }, response) => {
      if (asked.push(`${method} ${connection}`) === 2) response.end('{"name":"x"}');
      else response.destroy();
    }).listen(0, '127.0.0.1');
    await once(breaking, 'listening');
    try {
      const calls = callsTo(breaking);
      expect(await calls.send(readThing, { params: { caseId: '1' } })).toEqual({ name: 'x' });
      await expect(calls.send(changeThing, { params: { caseId: '1' }, body: { name: 'new' } })).rejects.toBeInstanceOf(ServiceUnreachableError);
    } finally {
      breaking.close();
    }
    expect(asked).toEqual(['GET keep-alive', 'GET close', 'POST keep-alive']);
  });

  it('is made once more whatever it is, where the service closed a connection that had rested', async () => {
    let connections = 0;
    const asked: string[] = [];
    const closing = createServer(({ method = '', socket, headers: { connection = '' } }, response) => {
      if (asked.push(`${method} ${connection}`) === 2) socket.destroy();
      else response.end('{"name":"x"}');
    }).listen(0, '127.0.0.1');
    closing.on('connection', () => (connections += 1));
    await once(closing, 'listening');
    try {
      const calls = callsTo(closing);
      expect(await calls.send(readThing, { params: { caseId: '1' } })).toEqual({ name: 'x' });
      expect(await calls.send(changeThing, { params: { caseId: '1' }, body: { name: 'new' } })).toEqual({ name: 'x' });
    } finally {
      closing.close();
    }
    expect(asked).toEqual(['GET keep-alive', 'POST keep-alive', 'POST close']);
    expect(connections).toBe(2);
  });

  it('leaves out what the query lacks', async () => {
    let query: unknown;
    registry.on(listThings, (given) => {
      query = given.query;
      return { status: 200, body: { items: [], next: null } };
    });
    await visiting(() => services.call(listThings, { query: { after: undefined, size: 10 } }));
    expect(query).toEqual({ size: '10' });
  });

  it('asks the registry for tokens once a page, however many services the page asks', async () => {
    registry.on(readThing, () => ({ status: 200, body: { name: 'x' } }));
    registry.on(listThings, () => ({ status: 200, body: { items: [], next: null } }));
    registry.calls.length = 0;
    await visiting(() =>
      Promise.all([services.call(readThing, { params: { caseId: '1' } }), services.call(readThing, { params: { caseId: '2' } }), services.call(listThings, { query: {} })]),
    );
    expect(registry.calls.filter((call) => call.endsWith('/tokens'))).toHaveLength(1);
  });

  it('asks a service once for what a page asks of it at the same moment, and each by itself where one breaks all', async () => {
    registry.on(readThing, ({ params: { caseId } }) => (caseId === '2' ? problem(404, 'not-found') : { status: 200, body: { name: caseId } }));
    const all = () => visiting(() => Promise.allSettled(['1', '2', '3'].map((caseId) => services.call(readThing, { params: { caseId } }))));
    const said = [{ value: { name: '1' } }, { reason: expect.any(NotFoundError) as unknown }, { value: { name: '3' } }];
    registry.calls.length = 0;
    expect(await all()).toMatchObject(said);
    expect(registry.calls.filter((call) => !call.endsWith('/tokens'))).toEqual(['POST /reads']);
    const twice = () => visiting(() => Promise.all(['4', '4'].map((caseId) => services.call(readThing, { params: { caseId } }))));
    registry.calls.length = 0;
    expect(await twice()).toEqual([{ name: '4' }, { name: '4' }]);
    expect(registry.calls.filter((call) => !call.endsWith('/tokens'))).toEqual(['GET /things/4']);

    registry.on(reads, () => problem(500, 'internal-error'));
    expect(await all()).toMatchObject(said);

    registry.on(reads, () => problem(403, 'access-ended'));
    expect(await all()).toMatchObject([1, 2, 3].map(() => ({ reason: { code: 'access-ended' } })));
    registry.answerReads();
  });

  it('takes a fresh token when the minute is over, and says so when that helps nobody', async () => {
    let answers = 0;
    registry.on(readThing, () => ((answers += 1) === 1 ? problem(401, 'not-signed-in') : { status: 200, body: { name: 'x' } }));
    expect(await visiting(() => services.call(readThing, { params: { caseId: '1' } }))).toEqual({ name: 'x' });
    expect(await failing(problem(401, 'token-of-nobody'))).toBeInstanceOf(NotAllowedError);
  });
});

describe('an error of a service', () => {
  it('is typed', async () => {
    expect(await failing(problem(404, 'not-found'))).toBeInstanceOf(NotFoundError);
    expect(await failing(problem(403, 'not-allowed', { detail: 'You are not in the circle' }))).toMatchObject({ status: 403, detail: 'You are not in the circle' });
    expect(await failing(problem(422, 'case-closed', { detail: 'The case is closed', since: '2026-01-01' }))).toMatchObject(new RuleError('case-closed', 'The case is closed', { since: '2026-01-01' }));
    const changes = [{ field: 'status', from: 'open', to: 'closed', by: null, at: '2026-02-02T09:00:00.000Z', version: 3 }];
    expect(await failing(problem(409, 'stale-version', { current: 3, changes }))).toMatchObject(new StaleVersionError({ current: 3, changes }));
    expect(await failing(problem(400, 'invalid-input', { issues: [{ path: 'body.name', message: 'Enter a value' }] }))).toMatchObject(
      new InvalidInputError([{ path: 'body.name', message: 'Enter a value' }]),
    );
    expect(await failing(problem(409, 'already-exists'))).toMatchObject({ status: 409, code: 'already-exists' });
    expect(await failing(problem(500, 'internal-error'))).toMatchObject({ status: 500 });
  });

  it('is a fault of the service when it is no problem, or an answer that its contract does not know', async () => {
    expect(await failing({ status: 502, raw: '<h1>Bad gateway</h1>' })).toMatchObject({ status: 502, code: 'unreadable-answer' });
    expect(await failing({ status: 200, body: { name: 1 } })).toMatchObject({ status: 502, code: 'answer-off-contract' });
    expect(await failing({ status: 200, raw: 'not JSON' })).toBeInstanceOf(ProblemError);
  });

  it('says which service cannot be reached', async () => {
    const away = defineRoute({ service: 'notifications', method: 'GET', path: '/notices', summary: 'List', response: z.unknown() });
    const error = await visiting(() => services.call(away, {})).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ServiceUnreachableError);
    expect(error).toMatchObject({ status: 503, service: 'notifications' });
  });

  it('of tokens ends the page', async () => {
    registry.on(issueTokens, () => problem(403, 'access-ended', { detail: 'You have no open membership' }));
    const error = await visiting(() => services.call(readThing, { params: { caseId: '1' } })).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ status: 403, code: 'access-ended' });
  });
});
