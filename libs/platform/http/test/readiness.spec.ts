import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, link, type Link, type TestService } from '@concordat/testing';
import { bootSample, startSample, type SampleApp } from './sample/sample-service.js';

/** What is promised: a lost server is told within this time. */
const TOLD_WITHIN = 5_000;

describe('readiness', () => {
  let service: TestService<SampleApp>;
  let app: SampleApp;
  const links: Link[] = [];

  beforeAll(async () => {
    service = await startSample();
    const [database, redis] = await Promise.all([link(service.env.CONCORDAT_DATABASE_URL ?? ''), link(service.env.CONCORDAT_REDIS_URL ?? '')]);
    links.push(database, redis);
    app = await bootSample({ ...service.env, CONCORDAT_DATABASE_URL: database.url, CONCORDAT_REDIS_URL: redis.url });
  });
  afterAll(async () => {
    for (const each of links) each.mend();
    await app.close();
    for (const each of links) await each.close();
    await service.close();
  });

  const ready = async (): Promise<string> => {
    const response = await fetch(`${app.url}/health/ready`, { signal: AbortSignal.timeout(TOLD_WITHIN) });
    return `${response.status} ${JSON.stringify((await response.json() as { checks: unknown }).checks)}`;
  };
  /** Milliseconds until readiness answers so, asked over and over as a supervisor does. */
  const within = async (answer: string): Promise<number> => {
    const began = performance.now();
    await eventually(async () => expect(await ready()).toBe(answer), 20_000);
    return performance.now() - began;
  };
  const UP = '200 {"postgresql":"up","redis":"up"}';
  const LOST = '503 {"postgresql":"down","redis":"down"}';

  it.each(['cut', 'silence'] as const)('tells within five seconds that servers were lost (%s) and are back, while the process stays live', async (how) => {
    expect(await ready()).toBe(UP);
    for (const each of links) each[how]();
    expect(await within(LOST)).toBeLessThan(TOLD_WITHIN);
    expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
    for (const each of links) each.mend();
    expect(await within(UP)).toBeLessThan(TOLD_WITHIN);
  });
});
