import { createHash } from 'node:crypto';
import { readCase } from '@concordat/contracts-jag-cases';
import { DecisionClientChanged, MembershipChanged } from '@concordat/contracts-partnership-registry';
import type { Role } from '@concordat/contracts-protocol';
import { eventually, newId, type Member } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EVALUATION_EXAMPLES, EVALUATIONS_EXAMPLES, SEMANTICS_EXAMPLES, semanticsExample } from './authzen-examples.js';
import { nominated } from './nominated.js';
import { casework, type World } from './world.js';

describe('decisions for registered systems', () => {
  let world: World;
  let teacher: Member, coordinator: Member, officer: Member;
  let items: string[] = [];
  const clientId = newId();
  const secret = 'a-secret-of-the-test';
  const hash = createHash('sha256').update(secret).digest('hex');

  const credentials = (given: { partnership?: string; client?: string; secret?: string } = {}): string =>
    `Basic ${Buffer.from(`${given.partnership ?? world.partnershipId}.${given.client ?? clientId}:${given.secret ?? secret}`).toString('base64')}`;
  const send = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${world.service.url}${path}`, {
      method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', authorization: credentials(), ...headers },
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const question = (who: Member, item: string, more: object = {}) => ({ subject: { type: 'user', id: who.userId }, action: { name: 'read' }, resource: { type: 'item', id: item }, ...more });
  const ask = async (body: unknown): Promise<unknown> => JSON.parse((await send('/access/v1/evaluation', body)).text);
  const askAll = async (body: unknown): Promise<{ evaluations: { decision: boolean }[] }> => JSON.parse((await send('/access/v1/evaluations', body)).text) as { evaluations: { decision: boolean }[] };
  const query = <Row extends Record<string, unknown>>(statement: string, values?: unknown[]) => world.service.database.query<Row>(statement, values);

  beforeAll(async () => {
    world = await casework();
    teacher = await world.member(world.agencies.school, ['practitioner']);
    coordinator = await world.member(world.agencies.council, ['coordinator']);
    officer = await world.member(world.agencies.police, ['practitioner']);
    const { caseId } = await nominated(world.service.as(teacher));
    items = (await world.service.as(teacher).call(readCase, { params: { caseId } })).body.items.filter(({ category }) => category === 'identity' || category === 'behaviour').map(({ id }) => id);
    await world.send(DecisionClientChanged, { aggregateId: clientId, payload: { secretHash: hash, active: true } });
    await eventually(async () => {
      if ((await query('select 1 from decision_client')).length === 0) throw new Error('not yet');
    });
  });
  afterAll(() => world.close());

  it('are told where to ask', async () => {
    const { port } = new URL(world.service.url);
    const found = (await (await fetch(`${world.service.url}/.well-known/authzen-configuration`)).json()) as Record<string, string>;
    expect(found).toEqual({
      policy_decision_point: expect.stringContaining(port),
      access_evaluation_endpoint: `${String(found.policy_decision_point)}/access/v1/evaluation`,
      access_evaluations_endpoint: `${String(found.policy_decision_point)}/access/v1/evaluations`,
    });
  });

  it('are those of the pages, with the fields that may be shown and a share receipt', async () => {
    const [item = ''] = items;
    expect(await ask(question(teacher, item))).toEqual({ decision: true, context: { fields: expect.arrayContaining(['givenName']) } });
    expect(await query('select 1 from share_receipt')).toEqual([]);
    expect(await ask(question(coordinator, item))).toEqual({ decision: true, context: { fields: ['dateOfBirth', 'familyName', 'givenName', 'school'] } });
    expect(await query('select user_id, item_id from share_receipt')).toEqual([{ user_id: coordinator.userId, item_id: item }]);
    expect(await ask(question(coordinator, item, { context: { purpose: 'youth-diversion' } }))).toMatchObject({ decision: true });
    const { text, headers } = await send('/access/v1/evaluation', question(coordinator, item), { 'x-request-id': 'bfe9eb29-ab87-4ca3-be83-a1d5d8305716' });
    expect(headers.get('x-request-id')).toBe('bfe9eb29-ab87-4ca3-be83-a1d5d8305716');
    // It is an arbitrary string, and comes back on a refusal too.
    for (const [given, status] of [['request 7/8 (again)=', 200], ['{"id": 1}', 401]] as const) {
      const answer = await send('/access/v1/evaluation', question(coordinator, item), { 'x-request-id': given, ...(status === 401 ? { authorization: 'Basic !' } : {}) });
      expect([answer.status, answer.headers.get('x-request-id')]).toEqual([status, given]);
    }
    expect(headers.get('content-type')).toContain('application/json');
    expect(JSON.parse(text)).toMatchObject({ decision: true });
  });

  it('deny what is hidden, what is not there and what has no sense here with the same bytes', async () => {
    const [item = ''] = items;
    const denied = [
      question(officer, item),
      question(officer, newId()),
      question(coordinator, item, { context: { purpose: 'curiosity' } }),
      question(coordinator, item, { subject: { type: 'user', id: newId() } }),
      question(coordinator, item, { subject: { type: 'user', id: coordinator.userId, properties: { agency: world.agencies.police } } }),
      question(coordinator, item, { action: { name: 'delete' } }),
      // The standard's own example: a user and a resource that nobody here knows.
      { subject: { type: 'user', id: 'alice@example.com' }, resource: { type: 'account', id: '123' }, action: { name: 'can_read', properties: { method: 'GET' } }, context: { time: '1985-10-26T01:22-07:00' } },
    ];
    for (const one of denied) expect(await send('/access/v1/evaluation', one)).toMatchObject({ status: 200, text: '{"decision":false}' });
    await query('insert into must_not_receive (partnership_id, subject_id, agency_id, from_at) select $1, subject_id, $2, $3 from case_subject', [world.partnershipId, world.agencies.council, new Date(0)]);
    expect((await send('/access/v1/evaluation', question(coordinator, item))).text).toBe('{"decision":false}');
    await query('delete from must_not_receive');
  });

  it('are about what somebody may do in their own right, though they act for a colleague too, and about no agency by chance', async () => {
    const [item = ''] = items;
    const another = { userId: coordinator.userId, active: true, trainingValidTo: null };
    const tell = (agencyId: string, roles: Role[]) => {
      const membershipId = newId();
      return world.send(MembershipChanged, { aggregateId: membershipId, payload: { ...another, membershipId, agencyId, roles } });
    };
    const memberships = (count: number) =>
      eventually(async () => expect(await query('select 1 from membership_projection where user_id = $1', [coordinator.userId])).toHaveLength(count));
    await tell(world.agencies.council, ['agency-administrator']);
    await memberships(2);
    expect(await ask(question(coordinator, item))).toMatchObject({ decision: true });
    await tell(world.agencies.police, ['practitioner']);
    await memberships(3);
    expect(await ask(question(coordinator, item))).toEqual({ decision: false });
    await query('delete from membership_projection where user_id = $1 and id <> $2', [coordinator.userId, coordinator.membershipId]);
  });

  it('are given for each example of the standard as it says', async () => {
    for (const [example, request] of EVALUATION_EXAMPLES) {
      const { status, text, headers } = await send('/access/v1/evaluation', request);
      expect([example, status, text, headers.get('content-type')?.split(';')[0]]).toEqual([example, 200, '{"decision":false}', 'application/json']);
    }
    for (const [example, request, questions] of EVALUATIONS_EXAMPLES) {
      expect([example, (await askAll(request)).evaluations.map(({ decision }) => decision)]).toEqual([example, Array.from({ length: questions }, () => false)]);
    }
    // Its first and third document are items that the subject may read, and there is no second.
    const [first = '', third = ''] = items;
    const documents = [first, newId(), third].map((id) => ({ type: 'item', id }));
    for (const [semantic, decisions] of SEMANTICS_EXAMPLES) {
      const { evaluations } = await askAll(semanticsExample(semantic, { type: 'user', id: coordinator.userId }, documents));
      expect([semantic, evaluations.map(({ decision }) => decision)]).toEqual([semantic, decisions]);
    }
    // A default is overridden by what a question says itself, also where the default alone would be permitted.
    const top = { ...question(coordinator, first), context: { purpose: 'youth-diversion' } };
    expect((await askAll({ ...top, evaluations: [{}, { action: { name: 'can_edit' } }, { resource: { type: 'item', id: newId() } }, { subject: { type: 'user', id: officer.userId } }, { context: { purpose: 'curiosity' } }, { context: {} }] })).evaluations
      .map(({ decision }) => decision)).toEqual([true, false, false, false, false, true]);
    // What is required and left out is a bad request; what nobody knows is not looked at.
    for (const part of ['subject', 'action', 'resource']) expect((await send('/access/v1/evaluation', { ...question(coordinator, first), [part]: undefined })).status).toBe(400);
    expect((await send('/access/v1/evaluation', { ...question(coordinator, first), subject: { type: 'user' } })).status).toBe(400);
    expect(await ask({ ...question(coordinator, first), later: [1] })).toMatchObject({ decision: true });
    expect(await askAll({ ...question(coordinator, first), evaluations: [] })).toMatchObject({ decision: true });
  });

  it('are given for several questions at once, as far as their semantics go', async () => {
    const [first = '', second = ''] = items;
    const three = (evaluations_semantic?: string) => ({
      subject: { type: 'user', id: coordinator.userId },
      action: { name: 'read' },
      ...(evaluations_semantic === undefined ? {} : { options: { evaluations_semantic } }),
      evaluations: [{ resource: { type: 'item', id: first } }, { resource: { type: 'item', id: newId() } }, { resource: { type: 'item', id: second } }],
    });
    const decisions = async (semantic?: string) => (await askAll(three(semantic))).evaluations.map(({ decision }) => decision);
    expect(await decisions()).toEqual([true, false, true]);
    expect(await decisions('execute_all')).toEqual([true, false, true]);
    expect(await decisions('deny_on_first_deny')).toEqual([true, false]);
    expect(await decisions('permit_on_first_permit')).toEqual([true]);
    expect(await askAll({ subject: { type: 'user', id: coordinator.userId }, evaluations: [{ resource: { type: 'item', id: first } }] })).toEqual({
      evaluations: [{ decision: false, context: { error: { status: 400, message: 'Give a subject, an action and a resource' } } }],
    });
    // Without a list it is one question.
    expect(await askAll(question(coordinator, first))).toMatchObject({ decision: true });
    expect((await send('/access/v1/evaluations', { subject: { type: 'user', id: 'x' } })).status).toBe(400);
    expect((await send('/access/v1/evaluation', { subject: { type: 'user', id: 'x' } })).status).toBe(400);
    expect((await send('/access/v1/evaluations', three('sometimes'))).status).toBe(400);
  });

  it('are for registered systems of one partnership that know their secret, and each is audited', async () => {
    const [item = ''] = items;
    const status = async (authorization: string) => (await send('/access/v1/evaluation', question(teacher, item), { authorization })).status;
    for (const wrong of ['', 'Bearer x', 'Basic !', credentials({ secret: 'another' }), credentials({ client: newId() }), credentials({ partnership: newId() })]) expect(await status(wrong)).toBe(401);
    const refused = await send('/access/v1/evaluation', question(teacher, item), { authorization: credentials({ secret: 'another' }) });
    expect(refused.headers.get('www-authenticate')).toContain('Basic');
    const audited = async () => (await query<{ detail: string; ids: string[] }>("select detail, ids from audit_entry where kind = 'decision' order by id"));
    const before = (await audited()).length;
    await ask(question(officer, item));
    await askAll({ ...question(officer, item), evaluations: [{}, {}] });
    const entries = await audited();
    expect(entries).toHaveLength(before + 3);
    expect(entries.at(-1)?.ids).toEqual([clientId, officer.userId, item]);
    expect(JSON.parse(entries.at(-1)!.detail)).toEqual({ client: clientId, action: 'read', decision: false });

    await world.send(DecisionClientChanged, { aggregateId: clientId, version: 2, payload: { secretHash: hash, active: false } });
    await eventually(async () => expect(await status(credentials())).toBe(401));
  });
});
