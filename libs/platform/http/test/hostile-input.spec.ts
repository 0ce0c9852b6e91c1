import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineRoute, role } from '@concordat/contracts-protocol';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { aMember, everyRouteRefusesBadInput, HostileInputError } from '@concordat/testing';
import type { HostileReport, TestService } from '@concordat/testing';
import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { Endpoint, Input, statedRules } from '../src/index.js';
import { NotesController } from './sample/notes.js';
import { bootSample, projectMember, startSample } from './sample/sample-service.js';
import type { SampleApp } from './sample/sample-service.js';

const count = defineRoute({
  service: 'referrals',
  method: 'POST',
  path: '/counts',
  summary: 'Counts characters, and cannot count many',
  body: z.strictObject({ text: z.string().max(2000), loose: z.any() }),
  response: z.strictObject({ count: z.int() }),
});

@Controller()
class Careless {
  @Endpoint(count, 'public')
  count(@Input() { body }: InputOf<typeof count>): OutputOf<typeof count> {
    if (body.text.length > 1000) throw new Error('too many to count');
    return { count: body.text.length };
  }
}

describe('bad input', () => {
  let service: TestService<SampleApp>;
  beforeAll(async () => {
    service = await startSample({ controllers: [NotesController] });
  });
  afterAll(() => service.close());

  async function tryAll(url: string): Promise<HostileReport> {
    const member = await projectMember(service, aMember({ roles: [...role.options] }));
    const openapi: unknown = await (await fetch(`${url}/openapi.json`)).json();
    return everyRouteRefusesBadInput({ openapi, url, tokenFor: () => service.surroundings.tokens.tokenFor(member, 'referrals') });
  }

  it('is refused with a 4xx problem by every route, and never with a 5xx', async () => {
    const { routes, requests } = await tryAll(service.url);
    const served = statedRules(service.app.app).filter(({ path }) => !/^\/(health|metrics|openapi)/.test(path));
    expect(routes.length).toBe(served.length);
    expect(requests).toBeGreaterThan(200);
  });

  it('finds a handler that fails on what its contract allows, and a contract that allows too much', async () => {
    const careless = await bootSample(service.env, { controllers: [Careless] });
    const found: unknown = await tryAll(careless.url).catch((error: unknown) => error);
    await careless.close();
    if (!(found instanceof HostileInputError)) throw new Error('nothing was found');
    expect(found.faults.filter((fault) => fault.includes('answered 500')).length).toBeGreaterThan(0);
    expect(found.faults.every((fault) => fault.startsWith('POST /counts'))).toBe(true);
  });
});
