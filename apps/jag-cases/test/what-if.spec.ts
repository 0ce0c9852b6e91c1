import { addItem, makeTransition, readCase } from '@concordat/contracts-jag-cases';
import { AgreementChanged } from '@concordat/contracts-partnership-registry';
import { SMALLEST_TOLD_COUNT, whatIfRoutes, type AskedChange, type Category } from '@concordat/contracts-protocol';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, newId, type Member } from '@concordat/testing';
import { nominatedCase } from './nominated-case.js';
import { agreementOf, casework, type World } from './world.js';

const { whatIf } = whatIfRoutes('jag-cases');

describe('what a change of an agreement would open and close', () => {
  let world: World;
  let coordinator: Member, officer: Member, councilAdministrator: Member, policeLead: Member;
  let caseId = '';
  const draftId = newId();

  const askOf = async (member: Member, agreementId: string, change: AskedChange, version = 1) => world.service.as(member).call(whatIf, { params: { agreementId }, body: { version, change } });
  const ask = (member: Member, agreementId: string, status: 'active' | 'suspended' | 'ended', version = 1) => askOf(member, agreementId, { status }, version);
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

  const offending = (agencyId: string) => ({ purpose: 'youth-diversion', category: 'offending', agencyId, items: { from: SMALLEST_TOLD_COUNT, to: 9 } });

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

  it('tells what an agency’s signature, or its withdrawal, would open and close', async () => {
    const { council, police } = world.agencies;
    const signs = (agencyId: string, willSign: boolean) => askOf(policeLead, world.agreementId, { signature: { agencyId, signs: willSign } });
    expect((await signs(police, false)).body).toEqual({ opens: [], closes: [offending(council)] });
    expect((await signs(council, false)).body.closes).toEqual([offending(council)]);
    expect((await signs(police, true)).body).toEqual({ opens: [], closes: [] });
    // What is not in force opens nothing, whoever signs it.
    expect((await askOf(policeLead, draftId, { signature: { agencyId: council, signs: true } })).body).toEqual({ opens: [], closes: [] });
  });

  it('answers two questions that differ by a few items alike, so that nothing is told of single ones', async () => {
    const before = (await ask(policeLead, draftId, 'active')).body;
    const subjectId = (await world.service.as(coordinator).call(readCase, { params: { caseId } })).body.people[0]!.subjectId;
    for (let n = 0; n < 4; n += 1) await add(officer, subjectId, 'offending', { outcomes: `More ${n}`, offences: `More ${n}` });
    expect((await ask(policeLead, draftId, 'active')).body).toEqual(before);
    await add(officer, subjectId, 'offending', { outcomes: 'The tenth', offences: 'The tenth' });
    expect((await ask(policeLead, draftId, 'active')).body.opens.map(({ items }) => items)).toEqual([{ from: 10, to: 19 }, { from: 10, to: 19 }]);
    // Of a draft that opens a field which not all of them have, the same is told.
    const draft = agreementOf(world.agencies);
    const terms = [{ ...draft.terms[0]!, id: newId(), number: 1, categories: { offending: ['charges'] } }];
    const narrower = newId();
    await world.send(AgreementChanged, { aggregateId: narrower, payload: { ...draft, name: 'a narrower agreement', status: 'in-review', signatures: [], terms } });
    await eventually(async () => expect((await ask(policeLead, narrower, 'active')).body.opens.map(({ items }) => items)).toEqual([{ from: 10, to: 19 }, { from: 10, to: 19 }]));
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
    expect(row).toEqual({ agreements: 3, opened: 0 });
  });
});
