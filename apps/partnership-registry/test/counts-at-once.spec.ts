import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { addItem, makeTransition, readCase, referPerson } from '@concordat/contracts-jag-cases';
import { addDirectoryService, addForum, getAgreement, type Agreement, type Person } from '@concordat/contracts-partnership-registry';
import { sharingStandingRoutes, type Role, type ServiceName } from '@concordat/contracts-protocol';
import { migrateKeyStore, provisionDatabase, provisionKeyStore } from '@concordat/platform-persistence';
import { bootService, migrate, type Program, type Running } from '@concordat/platform-service';
import { aMember, eventually, startService, type Member, type TestService } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { SignOfLife } from '../src/alive/sign-of-life.js';
import { agreementWork, TERM, wholeAgreement } from './agreement-drafts.js';
import { startRegistry, type TestPartnership, type TestRegistry } from './registry.js';

type Sharing = Extract<ServiceName, 'jag-cases' | 'referrals'>;

/** For so long agreements count after the registry was heard last; it gives a sign of life four times as often. */
const SILENCE_SECONDS = 4;
const CHANGES = 12;
const ASKED_EVERY_MS = 20;

/**
 * Milliseconds for which other programs had the processors while these services, all in this process, were ready to go on.
 * Linux counts them; elsewhere nobody knows. What is promised is of the services, on a machine that has time for them.
 */
function keptWaiting(): number {
  try {
    const [, nanoseconds] = readFileSync('/proc/self/schedstat', 'utf8').split(' ');
    return Number(nanoseconds) / 1_000_000;
  } catch {
    return 0;
  }
}

/** The services as they are started, with what their own tests make: imports that no code of a service may have. */
async function ofService<Found>(service: Sharing, path: string): Promise<Found> {
  return (await import(new URL(`../../${service}/${path}`, import.meta.url).href)) as Found;
}

/** Registry, casework and referrals together, with the outbox, the relay and the queues between them. */
describe('law 4: at once', () => {
  let registry: TestRegistry;
  let partnership: TestPartnership;
  let work: ReturnType<typeof agreementWork>;
  const services = new Map<Sharing, TestService<Running>>();
  let alive: NodeJS.Timeout;
  let asking: Client;
  let teacher: Member, coordinator: Member, councilManager: Member;
  let caseId = '';
  let agreement: Agreement;

  const at = (service: Sharing): TestService<Running> => services.get(service)!;
  const start = async (service: Sharing): Promise<void> => {
    const { program } = await ofService<{ program: Program }>(service, 'src/program.ts');
    const running = await startService({
      service, boot: (env) => bootService(program, env), provision: provisionDatabase, migrate: (target) => migrate(program, target), provisionKeyStore, migrateKeyStore,
      env: { CONCORDAT_REGISTRY_SILENCE_SECONDS: String(SILENCE_SECONDS) }, surroundings: registry.surroundings,
    });
    services.set(service, running);
  };
  const memberOf = (person: Person, roles: Role[]): Member => {
    const [membership] = person.memberships;
    return aMember({ userId: person.id, membershipId: membership!.id, partnershipId: partnership.partnershipId, agencyId: membership!.agencyId, roles });
  };
  const somebody = async (agencyId: string, role: Role): Promise<Member> => memberOf(await registry.aPerson(partnership, { agencyId, roles: [role] }), [role]);
  const known = (member: Member): Promise<void> =>
    eventually(async () => {
      for (const service of services.values()) expect(await service.database.query('select 1 from membership_projection where id = $1', [member.membershipId])).toHaveLength(1);
    });
  const categoriesSeen = async (): Promise<string[]> => {
    const { items } = (await at('jag-cases').as(coordinator).call(readCase, { params: { caseId } })).body;
    return items.map(({ category }) => category);
  };
  /**
   * Whether the database of referrals shows a connection that asks as `member` items of the agency that provides the service:
   * the policy's answer, since pages of referrals are for that agency alone.
   */
  const itemsShown = async ({ partnershipId, membershipId, userId, agencyId }: Member): Promise<boolean> => {
    const asked = { partnership_id: partnershipId, membership_id: membershipId, user_id: userId, agency_id: agencyId, at: new Date().toISOString(), action: 'read' };
    await asking.query('begin');
    for (const [name, value] of Object.entries(asked)) await asking.query('select set_config($1, $2, true)', [`app.${name}`, value]);
    const { rowCount } = await asking.query('select from item');
    await asking.query('commit');
    return rowCount !== 0;
  };
  /** What the service answers to somebody of another agency by the agreement. */
  const opened: Readonly<Record<Sharing, () => Promise<boolean>>> = {
    'jag-cases': async () => (await categoriesSeen()).includes('identity'),
    referrals: () => itemsShown(councilManager),
  };
  const standing = async (service: Sharing) => (await at(service).as(coordinator).call(sharingStandingRoutes(service).standing, {})).body.ownAlone;
  const move = async (status: 'active' | 'suspended'): Promise<void> => {
    agreement = (await work.move(agreement, status)).body;
  };
  const cut = async (off: boolean): Promise<void> => {
    const { relayRole } = registry.database;
    await registry.database.query(`alter role "${relayRole}" ${off ? 'nologin' : 'login'}`);
    if (off) await registry.database.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [relayRole]);
  };

  beforeAll(async () => {
    registry = await startRegistry();
    alive = setInterval(() => void registry.app.app.get(SignOfLife, { strict: false }).give().catch(() => undefined), (SILENCE_SECONDS * 1000) / 4);
    for (const service of ['jag-cases', 'referrals'] as const) await start(service);
    asking = new Client({ connectionString: at('referrals').database.appUrl });
    await asking.connect();
    partnership = await registry.aPartnership();
    work = agreementWork(partnership);
    const { administrator, agencyId: council } = partnership;
    const [school, outreach] = [(await registry.anAgency(partnership, { kind: 'school' })).id, (await registry.anAgency(partnership, { kind: 'charity' })).id];
    await administrator.call(addForum, {
      body: {
        code: 'youth-jag', name: 'Youth JAG', referencePrefix: 'YJ', purpose: 'youth-diversion', subjectKinds: ['person'], minimumAge: 10, maximumAge: 17,
        criteria: [{ code: 'age', text: 'Is aged 10 to 17' }], ownerAgencyId: council, coreAgencyIds: [], agendaDays: 5,
      },
    });
    const directory = await administrator.call(addDirectoryService, {
      body: {
        name: 'Outreach', providerAgencyId: outreach, kind: 'outreach', purpose: 'youth-diversion', description: 'Mentoring', minimumAge: 10, maximumAge: 17,
        acknowledgeHours: 24, firstContactHours: 72, signpost: null,
      },
    });
    const parties = [council, school, outreach];
    const terms = [{ ...TERM, categories: { identity: '*' as const, behaviour: '*' as const, 'professional-opinion': '*' as const }, export: true }];
    agreement = (await work.move(await work.signedBy(await work.draft(wholeAgreement(parties, { terms })), parties), 'active')).body;
    [teacher, coordinator, councilManager] = [await somebody(school, 'practitioner'), await somebody(council, 'coordinator'), await somebody(council, 'manager')];
    for (const member of [teacher, coordinator, councilManager]) await known(member);

    const jagCases = at('jag-cases');
    await eventually(async () => {
      expect(await jagCases.database.query('select 1 from forum')).toHaveLength(1);
      expect(await jagCases.database.query('select 1 from directory_service')).toHaveLength(1);
      for (const service of services.values()) expect(await service.database.query(`select 1 from agreement_projection where status = 'active'`)).toHaveLength(1);
    });
    const { nominatedCase } = await ofService<{ nominatedCase: (world: object, author: Member) => Promise<string> }>('jag-cases', 'test/nominated-case.ts');
    caseId = await nominatedCase({ service: jagCases }, teacher);
    const coordinating = jagCases.as(coordinator);
    const move = async (transition: object): Promise<void> => {
      const { version } = (await coordinating.call(readCase, { params: { caseId } })).body;
      expect((await coordinating.call(makeTransition, { params: { caseId }, body: { version, transition: transition as never } })).status).toBe(201);
    };
    await move({ to: 'screening', duplicatesChecked: true, activityElsewhere: '' });
    await move({ to: 'accepted', criteria: [{ code: 'age', met: true, explanation: '' }], leadUserId: coordinator.userId, circle: [school] });
    const subjectId = (await coordinating.call(readCase, { params: { caseId } })).body.people[0]!.subjectId;
    const own = { subjectId, category: 'housing' as const, fields: { tenancy: 'Told by the council itself' }, marking: 'none' as const, existenceShown: false };
    expect((await coordinating.call(addItem, { params: { caseId }, body: own })).status).toBe(201);
    const referral = { subjectId, serviceId: directory.body.id, reason: 'Wants a mentor', agreement: { given: true, by: 'person' as const, explanation: null }, safeContact: 'Text after school' };
    const { referralId } = (await coordinating.call(referPerson, { params: { caseId }, body: referral })).body;
    // The agency that referred is in the circle of what the provider does.
    const referrals = at('referrals');
    await eventually(async () => expect(await referrals.database.query('select 1 from "case" where id = $1', [referralId])).toHaveLength(1));
    await referrals.database.query(
      `insert into circle_entry (partnership_id, case_id, agency_id, from_at) select $1, $2, $3, now() where not exists (select from circle_entry where case_id = $2 and agency_id = $3)`,
      [partnership.partnershipId, referralId, council],
    );
    await eventually(async () => expect([await opened['jag-cases'](), await opened.referrals()]).toEqual([true, true]));
  }, 120_000);
  afterAll(async () => {
    clearInterval(alive);
    await asking.end();
    for (const service of services.values()) await service.close();
    await registry.close();
  });

  it('a change of an agreement counts within a second of the request that makes it, in casework and in referrals', async () => {
    const taken: Record<Sharing, number[]> = { 'jag-cases': [], referrals: [] };
    for (let n = 0; n < CHANGES; n += 1) {
      const status = agreement.status === 'active' ? 'suspended' : 'active';
      const begun = performance.now();
      const waited = keptWaiting();
      await move(status);
      const turned = async (service: Sharing): Promise<void> => {
        while ((await opened[service]()) !== (status === 'active')) {
          if (performance.now() - begun > 10_000) throw new Error(`${service} has not heard`);
          // The services run in this very process: who asks without a pause takes their time.
          await pause(ASKED_EVERY_MS);
        }
        taken[service].push(performance.now() - begun - (keptWaiting() - waited));
      };
      await Promise.all([turned('jag-cases'), turned('referrals')]);
    }
    for (const [service, times] of Object.entries(taken)) {
      const sorted = times.toSorted((one, other) => one - other);
      const of = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1]!;
      process.stdout.write(`a change of an agreement counts in ${service} after ${of(0.5).toFixed(0)} ms (median of ${sorted.length}), 95th percentile ${of(0.95).toFixed(0)} ms\n`);
      expect(sorted.filter((time) => time >= 1_000).map(Math.round)).toEqual([]);
    }
  }, 60_000);

  it('a change that does not arrive, because the registry is cut off, closes everything but one’s own, until it is heard again', async () => {
    expect(await opened['jag-cases']()).toBe(true);
    await cut(true);
    await move('suspended');
    expect(await opened['jag-cases']()).toBe(true);
    await eventually(async () => expect([await opened['jag-cases'](), await opened.referrals()]).toEqual([false, false]));
    expect([await standing('jag-cases'), await standing('referrals')]).toEqual([true, true]);
    expect(await categoriesSeen()).toEqual(expect.arrayContaining(['housing']));
    expect((await partnership.administrator.call(getAgreement, { params: { agreementId: agreement.id } })).body.status).toBe('suspended');
    await cut(false);
    await eventually(async () => expect([await standing('jag-cases'), await standing('referrals')]).toEqual([false, false]), 30_000);
    // What was decided meanwhile holds now, and nothing opens for a moment.
    expect([await opened['jag-cases'](), await opened.referrals()]).toEqual([false, false]);
    await move('active');
    await eventually(async () => expect([await opened['jag-cases'](), await opened.referrals()]).toEqual([true, true]));
  }, 60_000);
});
