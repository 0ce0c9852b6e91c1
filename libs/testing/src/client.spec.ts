import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { defineRoute } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { addressOf, client } from './client.js';

const rename = defineRoute({
  service: 'jag-cases',
  method: 'PUT',
  path: '/cases/:caseId/name',
  summary: 'Rename a case',
  params: z.strictObject({ caseId: z.string() }),
  query: z.strictObject({ quiet: z.coerce.boolean().optional() }),
  body: z.strictObject({ name: z.string() }),
  response: z.strictObject({ said: z.string() }),
});

describe('client', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        const asked = [request.method, request.url, request.headers.authorization, request.headers['idempotency-key'], body].join(' ');
        const refused = body.includes('forbidden');
        response.writeHead(refused ? 403 : 200, { 'content-type': 'application/json' });
        const odd = body.includes('odd');
        response.end(JSON.stringify(refused ? { title: 'No', status: 403, code: 'not-allowed' } : odd ? { sung: 1 } : { said: asked }));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('calls the route as its contract says', async () => {
    const { status, body, problem } = await client(url, () => 'token-1').call(
      rename,
      { params: { caseId: 'a b' }, query: { quiet: true }, body: { name: 'New' } },
      { idempotencyKey: 'k1' },
    );
    expect(status).toBe(200);
    expect(problem).toBeUndefined();
    expect(body.said).toBe('PUT /cases/a%20b/name?quiet=true Bearer token-1 k1 {"name":"New"}');
  });

  it('gives a refusal as its problem, and throws when its body is read', async () => {
    const answer = await client(url, null).call(rename, { params: { caseId: '1' }, query: {}, body: { name: 'forbidden' } });
    expect(answer.status).toBe(403);
    expect(answer.problem?.code).toBe('not-allowed');
    expect(() => answer.body).toThrow('answered 403');
  });

  it('fails when the answer is not what the contract says', async () => {
    const call = client(url, null).call(rename, { params: { caseId: '1' }, query: {}, body: { name: 'odd' } });
    await expect(call).rejects.toThrow('does not allow');
  });

  it('leaves out what is not given from the query', () => {
    expect(addressOf('http://h/', { path: '/a/:b' }, { b: 'x/y' }, { one: 1, none: undefined, many: ['p', 'q'] }).href).toBe(
      'http://h/a/x%2Fy?one=1&many=p&many=q',
    );
  });
});
