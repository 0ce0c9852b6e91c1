import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readsRoutes } from '@concordat/contracts-protocol';
import { onStatement } from '@concordat/platform-persistence';
import { aMember, newId } from '@concordat/testing';
import type { Member, TestService } from '@concordat/testing';
import { changeNote, closeYear, listNotes, makeNote, misbehave, readNote, removeNote } from './sample/contract.js';
import { NotesController } from './sample/notes.js';
import { projectMember, startSample } from './sample/sample-service.js';
import type { SampleApp } from './sample/sample-service.js';

const { reads } = readsRoutes('referrals');

describe('one transaction a request', () => {
  let service: TestService<SampleApp>;
  let member: Member;
  beforeAll(async () => {
    service = await startSample();
  });
  afterAll(() => service.close());
  beforeEach(async () => {
    member = await projectMember(service, aMember({ roles: ['practitioner', 'coordinator'] }));
  });

  const titles = async (): Promise<string[]> => (await service.as(member).call(listNotes, { query: {} })).body.items.map(({ title }) => title);
  const kept = (): Promise<{ route: string; answer: Buffer }[]> =>
    service.database.query('select route, answer from idempotency_key where membership_id = $1', [member.membershipId]);

  it('commits before it answers', async () => {
    const { body } = await service.as(member).call(makeNote, { body: { title: 'First' } });
    const rows = await service.database.query('select title from note where id = $1', [body.id]);
    expect(rows).toEqual([{ title: 'First' }]);
  });

  it.each(['throw', 'rule', 'answer-more', 'twice'] as const)('rolls back everything when the handler does "%s"', async (how) => {
    const { status } = await service.as(member).call(misbehave, { body: { how, title: 'Lost' } });
    expect(status).toBe({ throw: 500, rule: 422, 'answer-more': 500, twice: 409 }[how]);
    expect(await titles()).toEqual([]);
  });

  describe('several reads', () => {
    const asked = async (work: () => Promise<unknown>): Promise<string[]> => {
      const sent: string[] = [];
      const stop = onStatement((text) => sent.push(text));
      await work();
      stop();
      return sent.filter((text) => !/^(begin|commit|select set_config)/.test(text));
    };

    it('look up once who asks, and commit once', async () => {
      const paths = ['/notes?size=5', '/notes?size=6', '/notes?size=7'];
      const statements = await asked(() => service.as(member).call(reads, { body: { paths } }));
      expect(statements.filter((text) => text.includes('membership_projection'))).toHaveLength(1);
      expect(statements.filter((text) => text.includes('insert into audit_entry'))).toHaveLength(1);
      // Who asks, all that is read, and the audit.
      expect(statements).toHaveLength(3);
    });

    it('are refused as each would be', async () => {
      const analyst = await projectMember(service, aMember({ roles: ['analyst'], partnershipId: member.partnershipId }));
      const { id } = (await service.as(member).call(makeNote, { body: { title: 'Theirs' } })).body;
      const outsider = await projectMember(service, aMember());
      const { body } = await service.as(outsider).call(reads, { body: { paths: [`/notes/${id}`] } });
      expect(body.answers.map(({ status }) => status)).toEqual([404]);
      expect((await service.as(analyst).call(reads, { body: { paths: [`/notes/${id}`] } })).body.answers[0]?.status).toBe(200);
      expect((await service.anonymous.call(reads, { body: { paths: [`/notes/${id}`] } })).status).toBe(401);
      expect((await service.as(member).call(reads, { body: { paths: ['//elsewhere.example/notes'] } })).status).toBe(400);
      const open = await service.as(member).call(reads, { body: { paths: ['/late', '/greeting', '/metrics', '/reads'] } });
      expect(open.body.answers.map(({ status }) => status)).toEqual([404, 404, 404, 405]);
    });
  });

  describe('the audit', () => {
    const entries = (): Promise<{ action: string; kind: string; ids: string[] }[]> =>
      service.database.query('select action, kind, ids from audit_entry where membership_id = $1 order by id', [member.membershipId]);

    it('has an entry of every request whose handler recorded nothing, with what its address and answer name', async () => {
      const { id } = (await service.as(member).call(makeNote, { body: { title: 'Seen' } })).body;
      const params = { noteId: id };
      await service.as(member).call(readNote, { params });
      await titles();
      const again = { idempotencyKey: randomUUID() };
      await service.as(member).call(changeNote, { params, body: { version: 1, title: 'Twice' } }, again);
      await service.as(member).call(changeNote, { params, body: { version: 1, title: 'Twice' } }, again);
      expect((await service.as(member).call(readNote, { params: { noteId: newId() } })).status).toBe(404);
      expect(await entries()).toEqual([
        { action: 'created', kind: 'notes', ids: [id] },
        { action: 'viewed', kind: 'notes', ids: [id] },
        { action: 'listed', kind: 'notes', ids: [id] },
        { action: 'changed', kind: 'notes', ids: [id] },
        { action: 'viewed', kind: 'notes', ids: [id] },
      ]);
    });

    it('has an entry of each of several reads, written together, and none of one that came to nothing', async () => {
      const { id } = (await service.as(member).call(makeNote, { body: { title: 'Seen' } })).body;
      const { body } = await service.as(member).call(reads, { body: { paths: [`/notes/${newId()}`, `/notes/${id}`, '/notes?size=5', '/nothing', '/years'] } });
      expect(body.answers.map(({ status }) => status)).toEqual([404, 200, 200, 404, 405]);
      expect(body.answers[1]?.body).toEqual({ id, title: 'Seen', version: 1 });
      expect(body.answers[2]?.body).toMatchObject({ items: [{ id }] });
      const left = await entries();
      expect(left.map(({ action }) => action).sort()).toEqual(['created', 'listed', 'viewed']);
      expect(left.every(({ kind, ids }) => kind === 'notes' && ids.join() === id)).toBe(true);
    });

    it('has none of a route that says why not, which its description tells', async () => {
      const administrator = await projectMember(service, aMember({ roles: ['administrator'] }));
      expect((await service.as(administrator).call(closeYear, {})).status).toBe(200);
      expect(await service.database.query('select 1 from audit_entry where membership_id = $1', [administrator.membershipId])).toEqual([]);
      const document = await (await fetch(`${service.url}/openapi.json`)).text();
      expect(document.match(/"x-unaudited":"[^"]*"/g)).toEqual(['"x-unaudited":"each of the reads leaves its own entry"', '"x-unaudited":"it tells of nobody"']);
    });

    it('fails the request when it cannot be written, and nothing of it stays', async () => {
      await service.database.query(`revoke insert on audit_entry from "${service.database.appRole}"`);
      try {
        expect((await service.as(member).call(makeNote, { body: { title: 'Unseen' } })).status).toBe(500);
        expect((await service.as(member).call(listNotes, { query: {} })).status).toBe(500);
      } finally {
        await service.database.query(`grant insert on audit_entry to "${service.database.appRole}"`);
      }
      expect(await titles()).toEqual([]);
    });
  });

  it('answers a stale version with what changed since, and writes nothing', async () => {
    const made = await service.as(member).call(makeNote, { body: { title: 'One' } });
    const params = { noteId: made.body.id };
    await service.as(member).call(changeNote, { params, body: { version: 1, title: 'Two' } });
    const { problem } = await service.as(member).call(changeNote, { params, body: { version: 1, title: 'Three' } });
    expect(problem).toMatchObject({
      status: 409,
      code: 'stale-version',
      current: 2,
      changes: [{ field: 'title', from: 'One', to: 'Two', by: member.userId, version: 2 }],
    });
    expect(await titles()).toEqual(['Two']);
  });

  it('one of two writers at the same time is told that it is stale', async () => {
    const made = await service.as(member).call(makeNote, { body: { title: 'One' } });
    const params = { noteId: made.body.id };
    const answers = await Promise.all(['A', 'B'].map((title) => service.as(member).call(changeNote, { params, body: { version: 1, title } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  describe('idempotency keys', () => {
    it('a double click in parallel has one effect and one answer', async () => {
      const idempotencyKey = randomUUID();
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => service.as(member).call(makeNote, { body: { title: 'Once' } }, { idempotencyKey })),
      );
      expect(await titles()).toEqual(['Once']);
      expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
      expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(4);
    });

    it('without a key a double click acts twice (what the key is for)', async () => {
      await Promise.all([1, 2].map(() => service.as(member).call(makeNote, { body: { title: 'Twice' } })));
      expect(await titles()).toEqual(['Twice', 'Twice']);
    });

    it('the answer that was given first is given again, though the record has gone on', async () => {
      const made = await service.as(member).call(makeNote, { body: { title: 'One' } });
      const params = { noteId: made.body.id };
      const change = { params, body: { version: 1, title: 'Two' } };
      const idempotencyKey = randomUUID();
      const first = await service.as(member).call(changeNote, change, { idempotencyKey });
      await service.as(member).call(changeNote, { params, body: { version: 2, title: 'Three' } });
      const again = await service.as(member).call(changeNote, change, { idempotencyKey });
      expect([again.status, again.body]).toEqual([200, first.body]);
      expect(await titles()).toEqual(['Three']);
    });

    it('a removal repeated is a removal, not "not found"', async () => {
      const made = await service.as(member).call(makeNote, { body: { title: 'One' } });
      const params = { noteId: made.body.id };
      const idempotencyKey = randomUUID();
      for (const _time of [1, 2]) expect((await service.as(member).call(removeNote, { params }, { idempotencyKey })).status).toBe(204);
      expect((await service.as(member).call(removeNote, { params })).status).toBe(404);
    });

    it('refuses the key with another body or another address', async () => {
      const idempotencyKey = randomUUID();
      const made = await service.as(member).call(makeNote, { body: { title: 'One' } }, { idempotencyKey });
      const other = await service.as(member).call(makeNote, { body: { title: 'Other' } }, { idempotencyKey });
      expect(other.problem).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
      const key = randomUUID();
      await service.as(member).call(changeNote, { params: { noteId: made.body.id }, body: { version: 1, title: 'Two' } }, { idempotencyKey: key });
      const elsewhere = await service.as(member).call(changeNote, { params: { noteId: newId() }, body: { version: 1, title: 'Two' } }, { idempotencyKey: key });
      expect(elsewhere.problem).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    });

    it("is one's own: another member's same key is another request", async () => {
      const other = await projectMember(service, aMember({ partnershipId: member.partnershipId }));
      const idempotencyKey = randomUUID();
      const answers = [];
      for (const who of [member, other]) answers.push(await service.as(who).call(makeNote, { body: { title: 'Mine' } }, { idempotencyKey }));
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(2);
    });

    it('is free again after a refusal, which left nothing behind', async () => {
      const idempotencyKey = randomUUID();
      expect((await service.as(member).call(misbehave, { body: { how: 'rule', title: 'No' } }, { idempotencyKey })).status).toBe(422);
      expect(await kept()).toEqual([]);
      expect((await service.as(member).call(misbehave, { body: { how: 'wait', title: 'Yes' } }, { idempotencyKey })).status).toBe(200);
    });

    it('keeps neither the key nor the answer in the clear, and forgets both after a day', async () => {
      const idempotencyKey = randomUUID();
      await service.as(member).call(makeNote, { body: { title: 'Aaliyah' } }, { idempotencyKey });
      const [row] = await kept();
      expect(row?.answer.toString('latin1')).not.toContain('Aaliyah');
      expect(JSON.stringify(row)).not.toContain(idempotencyKey);
      await service.database.query(`update idempotency_key set created_at = now() - interval '25 hours' where membership_id = $1`, [member.membershipId]);
      await service.as(member).call(makeNote, { body: { title: 'Next' } }, { idempotencyKey: randomUUID() });
      expect(await kept()).toHaveLength(1);
    });

    it('refuses a key that could be guessed', async () => {
      const { problem } = await service.as(member).call(makeNote, { body: { title: 'One' } }, { idempotencyKey: 'short' });
      expect(problem).toMatchObject({ status: 400, code: 'invalid-input' });
    });
  });

  it('ends open requests before it stops, and then takes no more', async () => {
    const other = await startSample();
    const who = await projectMember(other, aMember());
    const open = other.as(who).call(misbehave, { body: { how: 'wait', title: 'Finished' } });
    await new Promise((resolve) => setTimeout(resolve, 250));
    const stopped = other.app.close();
    expect((await open).status).toBe(200);
    await stopped;
    expect(await other.database.query('select title from note')).toEqual([{ title: 'Finished' }]);
    await expect(fetch(`${other.url}/greeting`)).rejects.toThrow();
    await other.close();
  });

  it('ends what is at work for a client that has gone away before it closes the database', async () => {
    const other = await startSample();
    const gone = new AbortController();
    const late = fetch(`${other.url}/late`, { signal: gone.signal });
    await new Promise((resolve) => setTimeout(resolve, 200));
    gone.abort();
    await expect(late).rejects.toThrow();
    const notes = other.app.app.get(NotesController);
    expect(notes.waited).toBe(0);
    await other.app.close();
    expect(notes.waited).toBe(1);
    await other.close();
  });

  it('an id that cannot be one is not found', async () => {
    expect((await service.as(member).call(readNote, { params: { noteId: 'x' } })).problem).toMatchObject({ status: 404, code: 'not-found' });
  });
});
