import { AuditModule, auditMigrations } from '@concordat/platform-audit';
import { createLogger } from '@concordat/platform-logging';
import { AuthModule, projectionEntities, projectionMigrations } from '@concordat/platform-auth';
import { migrateKeyStore, PersistenceModule, provisionDatabase, provisionKeyStore, runMigrations } from '@concordat/platform-persistence';
import { startService } from '@concordat/testing';
import type { Environment, Member, TestService } from '@concordat/testing';
import { Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpApp, httpMigrations } from '../../src/index.js';
import type { HealthCheck } from '../../src/index.js';
import { MisbehavingController, Notes, NotesController, NoteSchema } from './notes.js';

const migrations = [...projectionMigrations, ...httpMigrations, ...auditMigrations, Notes];

@Module({})
class SampleModule {}

export interface SampleApp {
  url: string;
  app: NestFastifyApplication;
  /** Lines of the log, parsed. */
  log: () => Record<string, unknown>[];
  close(): Promise<void>;
}

export interface SampleOptions {
  controllers?: Type[];
  checks?: Record<string, HealthCheck>;
  withRedis?: boolean;
  tellFaults?: boolean;
  answerWithinMs?: number;
}

export function sampleModule(env: Environment, controllers: Type[]): DynamicModule {
  return {
    module: SampleModule,
    imports: [
      PersistenceModule.forRoot({ service: 'referrals', entities: [...projectionEntities, NoteSchema], migrations, env }),
      AuthModule.forRoot({ service: 'referrals', keys: { registryUrl: env.CONCORDAT_REGISTRY_URL ?? '' } }),
      AuditModule,
    ],
    controllers,
  };
}

export async function bootSample(env: Environment, options: SampleOptions = {}): Promise<SampleApp> {
  const lines: string[] = [];
  const logger = createLogger('referrals', { level: 'info', destination: { write: (line) => void lines.push(line) } });
  const redis = { url: env.CONCORDAT_REDIS_URL ?? '', prefix: env.CONCORDAT_QUEUE_PREFIX ?? '' };
  const app = await createHttpApp(sampleModule(env, options.controllers ?? [NotesController, MisbehavingController]), {
    service: 'referrals',
    logger,
    ...(options.withRedis === false ? {} : { redis }),
    ...(options.checks ? { checks: options.checks } : {}),
    ...(options.answerWithinMs === undefined ? {} : { answerWithinMs: options.answerWithinMs }),
    ...(options.tellFaults === undefined ? {} : { tellFaults: options.tellFaults }),
  });
  await app.listen(0, '127.0.0.1');
  return {
    app,
    url: (await app.getUrl()).replace('[::1]', '127.0.0.1'),
    log: () => lines.flatMap((line) => { const parsed: unknown = JSON.parse(line); return typeof parsed === 'object' && parsed !== null ? [{ ...parsed }] : []; }),
    close: () => app.close(),
  };
}

export function startSample(options: SampleOptions = {}): Promise<TestService<SampleApp>> {
  return startService({
    service: 'referrals',
    boot: (env) => bootSample(env, options),
    provision: provisionDatabase,
    migrate: async ({ ownerUrl, appRole, relayRole }) => {
      await runMigrations(ownerUrl, { service: 'referrals', migrations, appRole, relayRole });
    },
    provisionKeyStore,
    migrateKeyStore,
  });
}

/** The member as the registry would have told of them. */
export async function projectMember(service: TestService<SampleApp>, member: Member, active = true): Promise<Member> {
  await service.database.query(
    `insert into membership_projection (id, partnership_id, user_id, agency_id, roles, active, training_valid_to) values ($1, $2, $3, $4, $5, $6, $7)`,
    [member.membershipId, member.partnershipId, member.userId, member.agencyId, JSON.stringify(member.roles), active, member.trainingValidTo],
  );
  return member;
}
