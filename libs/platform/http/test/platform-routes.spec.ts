import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@concordat/testing';
import { bootSample, startSample } from './sample/sample-service.js';
import type { SampleApp } from './sample/sample-service.js';

describe('routes of the platform', () => {
  let service: TestService<SampleApp>;
  beforeAll(async () => {
    service = await startSample();
  });
  afterAll(() => service.close());

  it('is live and ready, with the names of what it needs', async () => {
    expect(await (await fetch(`${service.url}/health/live`)).json()).toEqual({ service: 'referrals', status: 'live' });
    const ready = await fetch(`${service.url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([200, { service: 'referrals', status: 'ready', checks: { postgresql: 'up', redis: 'up' } }]);
  });

  it('is not ready while something it needs is down, and says what', async () => {
    const app = await bootSample(service.env, { checks: { mail: () => Promise.reject(new Error('no answer')) } });
    const ready = await fetch(`${app.url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, { service: 'referrals', status: 'not-ready', checks: { postgresql: 'up', redis: 'up', mail: 'down' } }]);
    await app.close();
  });

  it('is not ready without Redis, but live, and serves what needs none', async () => {
    const app = await bootSample({ ...service.env, CONCORDAT_REDIS_URL: 'redis://127.0.0.1:1' });
    const ready = await fetch(`${app.url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, expect.objectContaining({ checks: { postgresql: 'up', redis: 'down' } })]);
    expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${app.url}/greeting`)).status).toBe(200);
    await app.close();
  });

  it('measures requests by route', async () => {
    await fetch(`${service.url}/greeting`);
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    expect(metrics).toContain('http_request_duration_seconds_count{service="referrals",method="GET",route="/greeting",status="200"} 1');
    expect(metrics).toContain('process_resident_memory_bytes');
    expect(metrics).toContain('http_route{method="GET",route="/greeting",service="referrals"} 1');
  });

  it('describes itself in OpenAPI 3.1 from the schemas that validate', async () => {
    const document = await (await fetch(`${service.url}/openapi.json`)).json();
    expect(document).toMatchObject({
      openapi: '3.1.1',
      paths: {
        '/notes': {
          post: {
            summary: 'Make a note',
            operationId: 'postNotes',
            'x-rule': { roles: ['practitioner', 'coordinator'] },
            security: [{ token: [] }],
            requestBody: {
              content: {
                'application/json': {
                  schema: { type: 'object', required: ['title'], additionalProperties: false, properties: { title: { type: 'string', minLength: 1, maxLength: 200 } } },
                },
              },
            },
            responses: { 201: { content: { 'application/json': { schema: { required: ['id', 'title', 'version'] } } } }, default: { description: expect.any(String) } },
          },
          get: {
            parameters: expect.arrayContaining([{ name: 'size', in: 'query', required: false, schema: expect.objectContaining({ type: 'integer', maximum: 100 }) }]),
          },
        },
        '/notes/{noteId}': { get: { parameters: [{ name: 'noteId', in: 'path', required: true, schema: expect.objectContaining({ format: 'uuid' }) }] } },
        '/greeting': { get: { security: [], 'x-rule': 'public' } },
      },
    });
  });

  it('sends headers that keep a browser from guessing, framing and keeping', async () => {
    const { headers } = await fetch(`${service.url}/greeting`);
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});
