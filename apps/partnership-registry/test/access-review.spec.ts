import { closeMembership, confirmAccess, getPerson, listAccessReviews, listRoleChanges, listRoleRequests, nameDeputy, type AccessReview, type Person } from '@concordat/contracts-partnership-registry';
import type { Role } from '@concordat/contracts-protocol';
import type { RouteClient } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChasedReviews } from '../src/access-review/chased-reviews.js';
import { TimedMemberships } from '../src/memberships/timed-memberships.js';
import { startRegistry, type TestPartnership, type TestRegistry } from './registry.js';

describe('the review of access', () => {
  let registry: TestRegistry;
  let partnership: TestPartnership;
  let police: { id: string; administrator: RouteClient };
  beforeAll(async () => {
    registry = await startRegistry();
    partnership = await registry.aPartnership();
    const { id } = await registry.anAgency(partnership);
    police = { id, administrator: await registry.administratorOf(partnership, id) };
  });
  afterAll(() => registry.close());

  const officer = (roles: Role[] = ['practitioner']): Promise<Person> => registry.aPerson(partnership, { agencyId: police.id, roles });
  const idOf = (person: Person): string => person.memberships[0]?.id ?? '';
  const aged = (membershipId: string, days: number) =>
    registry.database.query('update membership set reviewed_on = (now() at time zone $3)::date - $2::int where id = $1', [membershipId, days, 'Europe/London']);
  const chase = (): Promise<void> => registry.app.app.get(ChasedReviews, { strict: false }).chase();
  const told = async (): Promise<unknown[]> =>
    (await registry.events('staff.notice')).filter(({ payload }) => payload['kind'] === 'access-review-due').map(({ aggregate_id: about, payload }) => [about, payload['userIds']]);
  const review = async (by: RouteClient, membershipId: string, which: 'due' | 'all' = 'due'): Promise<AccessReview | undefined> =>
    (await by.call(listAccessReviews, { query: { which, size: 100 } })).body.items.find((one) => one.membershipId === membershipId);
  const confirm = (by: RouteClient, { membershipId, version }: AccessReview) => by.call(confirmAccess, { params: { membershipId }, body: { version } });
  const active = async (person: Person): Promise<unknown> => (await registry.events('membership.changed')).filter(({ aggregate_id: id }) => id === idOf(person)).at(-1)?.payload['active'];
  const idOfPoliceAdministrator = async (): Promise<string> =>
    (await registry.database.query<{ user_id: string }>(`select user_id from membership where agency_id = $1 and 'agency-administrator' = any(roles)`, [police.id]))[0]?.user_id ?? '';

  it('asks the administrators of the agency, who confirm it for a year', async () => {
    const person = await officer();
    expect(await review(police.administrator, idOf(person))).toBeUndefined();
    expect(await review(police.administrator, idOf(person), 'all')).toMatchObject({ state: 'confirmed', mayConfirm: true });
    await aged(idOf(person), 340);
    await chase();
    await chase();
    expect(await told()).toEqual([[police.id, [await idOfPoliceAdministrator()]]]);
    const due = await review(police.administrator, idOf(person));
    expect(due).toMatchObject({ state: 'due', userId: person.id });
    if (due === undefined) throw new Error('It is not listed');
    // The partnership's administrators see it, and do not confirm the people of an agency that has its own.
    expect(await review(partnership.administrator, idOf(person))).toMatchObject({ mayConfirm: false });
    expect((await confirm(partnership.administrator, due)).problem?.code).toBe('not-allowed');
    expect((await confirm(police.administrator, due)).status).toBe(200);
    expect((await confirm(police.administrator, due)).status).toBe(409);
    expect(await review(police.administrator, idOf(person))).toBeUndefined();
    // Twice on one day nothing changes, and nobody is told a second time.
    const again = await review(police.administrator, idOf(person), 'all');
    const versions = async (): Promise<number[]> => (await registry.events('contact.changed')).filter(({ aggregate_id: id }) => id === idOf(person)).map(({ version }) => version);
    const before = await versions();
    expect((await confirm(police.administrator, again ?? due)).status).toBe(200);
    expect(await versions()).toEqual(before);
  });

  it('suspends whom nobody confirmed a month after it was due, tells the information governance lead, and ends it with a confirmation', async () => {
    const lead = await officer(['information-governance']);
    const person = await registry.withPassword(partnership, await officer(['practitioner', 'victim-safety']));
    const session = await registry.signIn(person.email);
    await aged(idOf(person), 394);
    await chase();
    expect(await active(person)).toBe(true);
    await aged(idOf(person), 395);
    await chase();
    expect(await active(person)).toBe(false);
    expect((await registry.acting(session).call(listAccessReviews, { query: {} }).catch((error: unknown) => String(error)))).toMatch(/401/);
    expect((await police.administrator.call(getPerson, { params: { userId: person.id } })).body.memberships).toMatchObject([{ active: false, suspendedOn: expect.any(String) }]);
    const told = (await registry.events('staff.notice')).filter(({ payload }) => payload['kind'] === 'roles-changed').at(-1);
    expect(told?.payload['userIds']).toEqual([lead.id]);
    expect((await police.administrator.call(listRoleChanges, { query: {} })).body.items[0]).toMatchObject({ userId: person.id, before: ['practitioner', 'victim-safety'], after: [], by: null });
    const suspended = await review(police.administrator, idOf(person));
    expect(suspended?.state).toBe('suspended');
    if (suspended === undefined) throw new Error('It is not listed');
    expect((await confirm(police.administrator, suspended)).status).toBe(200);
    expect(await active(person)).toBe(true);
    expect((await police.administrator.call(listRoleChanges, { query: {} })).body.items[0]).toMatchObject({ before: [], after: ['practitioner'] });
    // One person's word does not begin again what two people granted; where nothing stopped it, it goes on.
    expect((await police.administrator.call(getPerson, { params: { userId: person.id } })).body.memberships).toMatchObject([{ roles: ['practitioner'], requested: ['victim-safety'], active: true }]);
    const [request] = (await police.administrator.call(listRoleRequests, { query: { size: 100 } })).body.items.filter(({ userId }) => userId === person.id);
    expect(request).toMatchObject({ requestedBy: await idOfPoliceAdministrator(), mayDecide: false });
    const overdue = await officer(['victim-safety']);
    await aged(idOf(overdue), 394);
    const waiting = await review(police.administrator, idOf(overdue));
    if (waiting === undefined) throw new Error('It is not listed');
    expect((await confirm(police.administrator, waiting)).status).toBe(200);
    expect((await police.administrator.call(getPerson, { params: { userId: overdue.id } })).body.memberships).toMatchObject([{ roles: ['victim-safety'], requested: [] }]);
  });

  it('lets nobody confirm their own, asks those above where an agency has no other, and never suspends the last administrator', async () => {
    const own = await registry.database.query<{ id: string }>('select id from membership where user_id = $1', [await idOfPoliceAdministrator()]);
    const ofPolice = await review(police.administrator, own[0]?.id ?? '', 'all');
    expect(ofPolice?.mayConfirm).toBe(false);
    expect(await review(partnership.administrator, own[0]?.id ?? '', 'all')).toMatchObject({ mayConfirm: true });
    if (ofPolice === undefined) throw new Error('It is not listed');
    expect((await confirm(police.administrator, ofPolice)).problem?.code).toBe('not-allowed');
    expect((await confirm(partnership.administrator, ofPolice)).status).toBe(200);

    // Whoever stands in for them ends with them.
    const deputy = await registry.aPerson(partnership);
    const day = (after: number): string => new Date(Date.now() + after * 86_400_000).toISOString().slice(0, 10);
    const named = await partnership.administrator.call(nameDeputy, { params: { membershipId: partnership.membershipId }, body: { userId: deputy.id, startsOn: day(0), endsOn: day(7) } });
    expect([named.status, named.body.roles]).toEqual([201, ['administrator']]);
    await aged(partnership.membershipId, 500);
    await chase();
    expect(await review(partnership.administrator, partnership.membershipId)).toMatchObject({ state: 'overdue', mayConfirm: false });
    const lead = await registry.withPassword(partnership, await registry.aPerson(partnership, { roles: ['information-governance'] }));
    const asLead = registry.acting(await registry.signIn(lead.email));
    const last = await review(asLead, partnership.membershipId);
    expect(last).toMatchObject({ mayConfirm: true });
    if (last !== undefined) expect((await confirm(asLead, last)).status).toBe(200);
    // An agency's people are the business of nobody else.
    const elsewhere = await registry.administratorOf(partnership, (await registry.anAgency(partnership)).id);
    expect((await confirm(elsewhere, ofPolice)).status).toBe(404);
  });

  it('leaves a suspended membership suspended when memberships begin and end with the date, and tells of a leaver when it is ended, or its date comes', async () => {
    const [person, other, manager] = [await officer(), await officer(), await officer(['manager'])];
    await aged(idOf(person), 400);
    await aged(idOf(other), 400);
    await chase();
    const versions = async (): Promise<unknown> => (await registry.database.query('select version, active from membership where id = $1', [idOf(person)]))[0];
    const before = await versions();
    await registry.app.app.get(TimedMemberships, { strict: false }).turn();
    expect([await versions(), before]).toEqual([before, expect.objectContaining({ active: false })]);
    const of = async (kind: string) => (await registry.events('staff.notice')).filter(({ payload }) => payload['kind'] === kind);
    expect((await of('colleague-left')).map(({ aggregate_id: id }) => id)).not.toContain(person.id);
    const changes = (await of('roles-changed')).length;
    await police.administrator.call(closeMembership, { params: { membershipId: idOf(person) }, body: { version: 2, why: 'Left' } });
    expect((await of('colleague-left')).filter(({ aggregate_id: id }) => id === person.id).map(({ payload }) => payload['userIds'])).toEqual([[manager.id]]);
    await registry.database.query(`update membership set ends_on = (now() at time zone 'Europe/London')::date where id = $1`, [idOf(other)]);
    for (const _ of ['first', 'second']) await registry.app.app.get(TimedMemberships, { strict: false }).turn();
    expect((await of('colleague-left')).filter(({ aggregate_id: id }) => id === other.id).map(({ payload }) => payload['userIds'])).toEqual([[manager.id]]);
    expect((await police.administrator.call(getPerson, { params: { userId: other.id } })).body.memberships).toMatchObject([{ active: false, suspendedOn: null }]);
    expect((await of('roles-changed')).length).toBe(changes);
  });
});
