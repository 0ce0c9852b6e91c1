import { AgencyChanged, MembershipChanged, PartnershipChanged } from '@concordat/contracts-partnership-registry';
import type { Role, ServiceName } from '@concordat/contracts-protocol';
import { messagingMigrations, MessagingModule, Outbox, startWorker } from '@concordat/platform-messaging';
import type { WorkerPart } from '@concordat/platform-messaging';
import { Database, migrateKeyStore, PersistenceModule, provisionDatabase, provisionKeyStore, runMigrations, scopeOf } from '@concordat/platform-persistence';
import { aMember, eventually, newId, startService, testSurroundings } from '@concordat/testing';
import type { Environment, Member, Surroundings, TestService } from '@concordat/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { DynamicModule, INestApplication } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AgencyProjection, AuthModule, caller, CallerResolver, MembershipSource, PartnershipProjection, projectionEntities, projectionMigrations } from '../src/index.js';
import type { Standing } from '../src/index.js';

const migrations = [...messagingMigrations, ...projectionMigrations];
const events = [PartnershipChanged, AgencyChanged, MembershipChanged];

/** The registry knows memberships itself; here nobody asks it. */
class NoMemberships extends MembershipSource {
  override standing(): Promise<Standing | null> {
    return Promise.resolve(null);
  }
}

@Module({})
class ServiceModule {
  static of(service: ServiceName, env: Environment): DynamicModule {
    return {
      module: ServiceModule,
      imports: [
        PersistenceModule.forRoot({ service, entities: projectionEntities, migrations, env }),
        MessagingModule.forRoot({ service, events, env }),
        AuthModule.forRoot({
          service,
          keys: { registryUrl: env.CONCORDAT_REGISTRY_URL ?? '' },
          ...(service === 'partnership-registry' ? { memberships: NoMemberships } : {}),
        }),
      ],
    };
  }
}

interface Process {
  url: string;
  app: INestApplication;
  close(): Promise<void>;
}

function start(service: ServiceName, parts: readonly WorkerPart[], surroundings: Surroundings): Promise<TestService<Process>> {
  return startService({
    service,
    surroundings,
    boot: async (env) => {
      const root = await Test.createTestingModule({ imports: [ServiceModule.of(service, env)] }).compile();
      const app = root.createNestApplication(new FastifyAdapter());
      await app.init();
      await startWorker(app, parts);
      return { url: '', app, close: () => app.close() };
    },
    provision: provisionDatabase,
    migrate: async (target) => {
      await runMigrations(target.ownerUrl, { service, migrations, ...target });
    },
    provisionKeyStore,
    migrateKeyStore,
    env: { CONCORDAT_RELAY_POLL: '100' },
  });
}

describe("a service's own copy of what access hangs on", () => {
  let surroundings: Surroundings;
  let registry: TestService<Process>;
  let referrals: TestService<Process>;
  let member: Member;

  beforeAll(async () => {
    surroundings = await testSurroundings();
    registry = await start('partnership-registry', ['relay'], surroundings);
    referrals = await start('referrals', ['consumers'], surroundings);
  });
  afterAll(async () => {
    await registry.close();
    await referrals.close();
    await surroundings.tokens.close();
    await surroundings.redis.clean();
  });
  beforeEach(() => {
    member = aMember({ roles: ['coordinator'], trainingValidTo: '2027-03-31' });
  });

  const database = (): Database => referrals.app.app.get(Database);

  async function tell(version: number, changes: { active?: boolean; roles?: Role[] } = {}): Promise<void> {
    const { membershipId, userId, agencyId, roles, trainingValidTo, partnershipId } = member;
    const payload = { membershipId, userId, agencyId, roles, active: true, trainingValidTo, ...changes };
    await registry.app.app.get(Database).transaction(scopeOf(partnershipId), () =>
      registry.app.app.get(Outbox).publish(MembershipChanged, { aggregateId: membershipId, version, payload }),
    );
  }

  async function whoAsks(): Promise<unknown> {
    const token = await surroundings.tokens.tokenFor(member, 'referrals');
    return referrals.app.app.get(CallerResolver).asCaller(`Bearer ${token}`, () => Promise.resolve(caller()));
  }

  it('knows a new member, with agency, roles and training', async () => {
    await expect(whoAsks()).rejects.toMatchObject({ status: 401 });
    await tell(1);
    expect(await eventually(whoAsks)).toEqual({ ...member, confirmedAt: expect.any(Date) });
  });

  it("ends a leaver's access within a second, though their token still holds", async () => {
    await tell(1);
    await eventually(whoAsks);
    const begun = Date.now();
    await tell(2, { active: false });
    await eventually(() => expect(whoAsks()).rejects.toMatchObject({ status: 403, code: 'access-ended' }), 1_000);
    expect(Date.now() - begun).toBeLessThan(1_000);
  });

  it('follows a change of roles, and ignores one that comes late', async () => {
    await tell(3, { roles: ['analyst'] });
    await eventually(whoAsks);
    await tell(2, { roles: ['administrator'] });
    await tell(4, { roles: ['auditor'] });
    await eventually(async () => expect(await whoAsks()).toMatchObject({ roles: ['auditor'] }));
    expect(await referrals.database.query('select version from membership_projection where id = $1', [member.membershipId])).toEqual([{ version: 4 }]);
  });

  it("makes the member's agency the transaction's, for its scope and for what PostgreSQL compares", async () => {
    await tell(1);
    await eventually(whoAsks);
    const token = await surroundings.tokens.tokenFor(member, 'referrals');
    const { em, scope } = await referrals.app.app.get(CallerResolver).asCaller(`Bearer ${token}`, async () => ({
      scope: database().scope.agencyId,
      em: await database().em.execute(`select current_setting('app.agency_id') as agency`),
    }));
    expect({ em, scope }).toEqual({ em: [{ agency: member.agencyId }], scope: member.agencyId });
  });

  it('keeps partnerships and agencies, each agency once a partnership', async () => {
    const publish = registry.app.app.get(Outbox);
    const partnerships = [newId(), newId()];
    const agency = { agencyId: newId(), name: 'Leicestershire Police', kind: 'police', parentId: null, emergencyAccess: true, active: true };
    for (const partnershipId of partnerships) {
      await registry.app.app.get(Database).transaction(scopeOf(partnershipId), async () => {
        await publish.publish(PartnershipChanged, { aggregateId: partnershipId, version: 1, payload: { name: 'Blaby', districts: ['Blaby'], active: true } });
        await publish.publish(AgencyChanged, { aggregateId: newId(), version: 1, payload: agency });
      });
    }
    const [first = '', second = ''] = partnerships;
    await eventually(() =>
      database().transaction(scopeOf(first), async () => {
        const rows = await database().rows(AgencyProjection).find({ partnershipId: first });
        expect(rows).toMatchObject([{ agencyId: agency.agencyId, name: 'Leicestershire Police', version: 1, emergencyAccess: true }]);
        expect(await database().rows(AgencyProjection).find({ partnershipId: second })).toEqual([]);
        expect(await database().em.find(PartnershipProjection, { id: { $in: partnerships } })).toHaveLength(2);
      }),
    );
  });

  it('shows nothing of another partnership without a filter, and nothing at all without a scope', async () => {
    await tell(1);
    await eventually(whoAsks);
    for (const scope of [scopeOf(newId()), { partnershipId: null, userId: null, membershipId: null, agencyId: null }]) {
      const rows = await database().transaction(scope, () => database().em.execute('select * from membership_projection union all select * from membership_projection'));
      expect(rows).toEqual([]);
    }
  });
});
