import { addItem, makeTransition, readCase } from '@concordat/contracts-jag-cases';
import { AgreementChanged } from '@concordat/contracts-partnership-registry';
import { SMALLEST_TOLD_COUNT, whatIfRoutes, type Category } from '@concordat/contracts-protocol';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, newId, type Member } from '@concordat/testing';
import { nominatedCase } from './nominated-case.js';
import { agreementOf, casework, type World } from './world.js';

const { whatIf } = whatIfRoutes('jag-cases');
type Status = 'active' | 'suspended' | 'ended';

describe('what a change of an agreement would open and close', () => {
  let world: World;
  let coordinator: Member, officer: Member, councilAdministrator: Member, policeLead: Member;
  let caseId = '';
  const draftId = newId();

  const ask = async (member: Member, agreementId: string, status: Status, version = 1) =>
    world.service.as(member).call(whatIf, { params: { agreementId }, body: { version, status } });
  const add = async (member: Member, subjectId: string, category: Category, fields: Record<string, string>): Promise<void> => {
    const added = await world.service.as(member).call(addItem, { params: { caseId }, body: { subjectId, category, fields, marking: 'none', existenceShown: false } });
    expect(added.status).toBe(201);
  };

  beforeAll(async () => {
    world = await casework();
    const { council, school, police } = world.agencies;
    coordinator = await world.member(council, ['coordinator']);
    officer = await world.member(police, ['practitioner']);
    councilAdministrator = await world.member(council, ['administrator']);
    policeLead = await world.member(police, ['information-governance']);
    const teacher = await world.member(school, ['practitioner']);
    caseId = await nominatedCase(world, teacher);
    const move = async (transition: object): Promise<void> => {
      const { version } = (await world.service.as(coordinator).call(readCase, { params: { caseId } })).body;
      expect((await world.service.as(coordinator).call(makeTransition, { params: { caseId }, body: { version, transition: transition as never } })).status).toBe(201);
    };
    await move({ to: 'screening', duplicatesChecked: true, activityElsewhere: '' });
    const met = ['age', 'risk'].map((code) => ({ code, met: true, explanation: '' }));
    await move({ to: 'accepted', criteria: met, leadUserId: coordinator.userId, circle: [school, police] });
    const subjectId = (await world.service.as(coordinator).call(readCase, { params: { caseId } })).body.people[0]!.subjectId;
    for (let n = 0; n < SMALLEST_TOLD_COUNT; n += 1) await add(officer, subjectId, 'offending', { outcomes: `Outcome ${n}`, offences: `Offence ${n}` });
    for (let n = 0; n < SMALLEST_TOLD_COUNT - 1; n += 1) await add(officer, subjectId, 'housing', { tenancy: `Tenancy ${n}` });
    // A draft that lets everybody see the whole of offending and housing, which nobody has signed.
    const draft = agreementOf(world.agencies);
    const terms = [{ ...draft.terms[0]!, id: newId(), number: 1, categories: { offending: '*' as const, housing: '*' as const } }];
    await world.send(AgreementChanged, { aggregateId: draftId, payload: { ...draft, name: 'a wider agreement', status: 'in-review', signatures: [], terms } });
    await eventually(async () => expect((await ask(policeLead, draftId, 'active')).status).toBe(200));
  });
  afterAll(() => world.close());

  const offending = (agencyId: string) => ({ purpose: 'youth-diversion', category: 'offending', agencyId, items: SMALLEST_TOLD_COUNT });

  it('tells the owner of items who would see more of them, as if every party had signed, and leaves out counts under 5', async () => {
    const { opens, closes } = (await ask(policeLead, draftId, 'active')).body;
    expect(opens).toHaveLength(2);
    expect(opens).toEqual(expect.arrayContaining([offending(world.agencies.council), offending(world.agencies.school)]));
    expect(closes).toEqual([]);
  });

  it('tells what suspending would close, by the terms that hold now', async () => {
    const { opens, closes } = (await ask(policeLead, world.agreementId, 'suspended')).body;
    expect([opens, closes]).toEqual([[], [offending(world.agencies.council)]]);
  });

  it('tells each agency of its own items alone, and those with a role for it alone', async () => {
    expect((await ask(councilAdministrator, draftId, 'active')).body).toEqual({ opens: [], closes: [] });
    expect((await ask(officer, draftId, 'active')).problem?.code).toBe('not-allowed');
    expect((await ask(policeLead, newId(), 'active')).problem?.code).toBe('not-found');
    expect((await ask(policeLead, draftId, 'active', 2)).problem?.code).toBe('not-heard-yet');
  });

  it('leaves nothing behind', async () => {
    const [row] = await world.service.database.query<{ agreements: number; opened: number }>(
      `select (select count(*)::int from agreement_projection) as agreements, (select count(*)::int from sharing_permission where agreement_id <> '${world.agreementId}') as opened`,
    );
    expect(row).toEqual({ agreements: 2, opened: 0 });
  });
});
