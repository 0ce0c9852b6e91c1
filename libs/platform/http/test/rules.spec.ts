import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aMember, newId } from '@concordat/testing';
import type { TestService } from '@concordat/testing';
import { Controller, Get } from '@nestjs/common';
import { Endpoint, statedRules } from '../src/index.js';
import { closeYear, greet, makeNote, readNote, removeNote } from './sample/contract.js';
import { bootSample, projectMember, startSample } from './sample/sample-service.js';
import type { SampleApp } from './sample/sample-service.js';

@Controller()
class Unlisted {
  @Get('/secret-door')
  open(): string {
    return 'open';
  }
}

@Controller('prefix')
class Prefixed {
  @Endpoint(greet, 'public')
  greet(): { hello: string } {
    return { hello: 'you' };
  }
}

@Controller()
class ForNobody {
  @Endpoint(closeYear, { roles: [] })
  close(): { closed: true } {
    return { closed: true };
  }
}

describe('rules of routes', () => {
  let service: TestService<SampleApp>;
  beforeAll(async () => {
    service = await startSample();
  });
  afterAll(() => service.close());

  it('lists every route that is served, with its rule', () => {
    expect(statedRules(service.app.app).map(({ method, path, rule }) => `${method} ${path} ${JSON.stringify(rule)}`)).toEqual([
      'GET /greeting "public"',
      'GET /health/live "public"',
      'GET /health/ready "public"',
      'GET /late "public"',
      'GET /metrics "public"',
      'POST /misbehaviours "signed-in"',
      'GET /notes "signed-in"',
      'POST /notes {"roles":["practitioner","coordinator"]}',
      'DELETE /notes/:noteId {"roles":["coordinator"]}',
      'GET /notes/:noteId "signed-in"',
      'PATCH /notes/:noteId "signed-in"',
      'GET /openapi.json "public"',
      'POST /reads "signed-in"',
      'POST /tries "public"',
      'POST /years {"roles":["administrator"]}',
    ]);
  });

  it.each([
    [Unlisted, 'GET /secret-door has no rule: declare it with @Endpoint(route, rule)'],
    [Prefixed, "GET /prefix/greeting is not the contract's GET /greeting: leave out the controller's prefix"],
    [ForNobody, 'POST /years names no role: nobody could call it'],
  ])('does not start with %p', async (controller, message) => {
    await expect(bootSample(service.env, { controllers: [controller] })).rejects.toThrow(message);
  });

  it('does not start with a rate limit that replicas cannot share', async () => {
    await expect(bootSample(service.env, { withRedis: false })).rejects.toThrow('POST /tries has a rate limit, which needs the option "redis"');
  });

  it('answers anyone on a public route, whatever their Authorization, and leaves out what the contract does not name', async () => {
    const answer = await fetch(`${service.url}/greeting`, { headers: { authorization: 'Session abc' } });
    expect(await answer.json()).toEqual({ hello: 'you' });
  });

  describe('signing in', () => {
    it('is 401 without a token, with a broken one, one of another service and one that has run out', async () => {
      const member = await projectMember(service, aMember());
      const { tokens } = service.surroundings;
      const given = [null, 'Bearer x', 'Session abc', `Bearer ${await tokens.tokenFor(member, 'jag-cases')}`, `Bearer ${await tokens.tokenFor(member, 'referrals', -30)}`];
      for (const authorization of given) {
        const answer = await fetch(`${service.url}/notes`, authorization === null ? {} : { headers: { authorization } });
        expect([answer.status, await answer.json()]).toEqual([401, expect.objectContaining({ code: 'not-signed-in' })]);
      }
    });

    it('is 401 for a membership that is not known, and for one of another user or partnership', async () => {
      const member = await projectMember(service, aMember());
      for (const other of [aMember(), { ...member, userId: newId() }, { ...member, partnershipId: newId() }]) {
        const { status, problem } = await service.as(other).call(readNote, { params: { noteId: newId() } });
        expect([status, problem?.code]).toEqual([401, 'not-signed-in']);
      }
    });

    it.each([
      ['membership', 'update membership_projection set active = false where id = $1', (member: { membershipId: string }) => member.membershipId],
      [
        'agency',
        `insert into agency_projection (partnership_id, agency_id, name, kind, emergency_access, active)
         select partnership_id, agency_id, 'Closed', 'council', false, false from membership_projection where id = $1`,
        (member: { membershipId: string }) => member.membershipId,
      ],
      [
        'partnership',
        `insert into partnership_projection (id, version, name, districts, active) values ($1, 1, 'Closed', '[]', false)`,
        (member: { partnershipId: string }) => member.partnershipId,
      ],
    ] as const)("a closed %s ends a leaver's access at the next request", async (_what, sql, idOf) => {
      const member = await projectMember(service, aMember());
      const note = await service.as(member).call(makeNote, { body: { title: 'Mine' } });
      const read = { params: { noteId: note.body.id } };
      expect((await service.as(member).call(readNote, read)).status).toBe(200);
      await service.database.query(sql, [idOf(member)]);
      expect((await service.as(member).call(readNote, read)).problem).toMatchObject({ status: 403, code: 'access-ended' });
    });
  });

  describe('roles', () => {
    it('lets a role do what its rule names and refuses another, with the reason', async () => {
      const partnershipId = newId();
      const practitioner = await projectMember(service, aMember({ partnershipId }));
      const coordinator = await projectMember(service, aMember({ partnershipId, roles: ['coordinator'] }));
      const made = await service.as(practitioner).call(makeNote, { body: { title: 'Shared' } });
      const params = { noteId: made.body.id };
      const refused = await service.as(practitioner).call(removeNote, { params });
      expect(refused.problem).toMatchObject({ status: 403, code: 'not-allowed', detail: 'Only these roles may do this: coordinator.' });
      expect((await service.as(coordinator).call(removeNote, { params })).status).toBe(204);
      expect((await service.as(coordinator).call(readNote, { params })).status).toBe(404);
    });

    it('checks the rule before the input, so that what a route takes is not told to whom it refuses', async () => {
      const member = await projectMember(service, aMember());
      const token = await service.surroundings.tokens.tokenFor(member, 'referrals');
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answer = await fetch(`${service.url}/years`, { method: 'POST', headers, body: '{"surprise":1}' });
      expect([answer.status, await answer.json()]).toEqual([403, expect.objectContaining({ code: 'not-allowed' })]);
    });
  });

  it('answers an outsider exactly as for what does not exist', async () => {
    const owner = await projectMember(service, aMember());
    const outsider = await projectMember(service, aMember({ roles: ['administrator', 'manager', 'coordinator'] }));
    const { id } = (await service.as(owner).call(makeNote, { body: { title: 'Ours' } })).body;
    const trace = randomUUID();
    const hidden = await service.as(outsider).call(readNote, { params: { noteId: id } }, { headers: { 'x-correlation-id': trace } });
    const absent = await service.as(outsider).call(readNote, { params: { noteId: newId() } }, { headers: { 'x-correlation-id': trace } });
    expect(hidden.problem).toEqual(absent.problem);
    expect(hidden.problem).toMatchObject({ status: 404, code: 'not-found', instance: trace });
  });
});
