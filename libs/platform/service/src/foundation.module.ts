import type { EventDefinition, ServiceName } from '@concordat/contracts-protocol';
import { AuditModule, auditMigrations, AuditSealingModule } from '@concordat/platform-audit';
import { AuthModule, projectionEntities, projectionMigrations, type AuthOptions } from '@concordat/platform-auth';
import { httpUrl, readSettings } from '@concordat/platform-config';
import { httpMigrations, httpRetention } from '@concordat/platform-http';
import { MessagingModule, messagingMigrations, type Schedule } from '@concordat/platform-messaging';
import { PersistenceModule, type MigrationClass, type PersistenceOptions } from '@concordat/platform-persistence';
import { Module, type DynamicModule } from '@nestjs/common';
import { z } from 'zod';
import { AuditCheckController, auditCheckSchedule } from './audit-check.controller.js';
import { conductController } from './conduct.controller.js';
import { messagesController } from './messages.controller.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface FoundationOptions {
  service: ServiceName;
  entities: PersistenceOptions['entities'];
  /** The service's whole list: {@link foundationMigrations} first. */
  migrations: readonly MigrationClass[];
  /** Every event that the service writes or hears. */
  events: readonly EventDefinition[];
  schedules?: readonly Schedule[];
  env: Environment;
  /** For the registry alone: its own key and memberships, in place of its public address and a projection. */
  auth?: Pick<AuthOptions, 'keys' | 'memberships'>;
}

/** Migrations of the platform that every service lists before its own. */
export const foundationMigrations: readonly MigrationClass[] = [...messagingMigrations, ...httpMigrations, ...auditMigrations, ...projectionMigrations];

const registry = z.object({ CONCORDAT_REGISTRY_URL: httpUrl });

/** What every service stands on: its database, queues, audit, who asks, and the messages for administrators. */
@Module({})
export class FoundationModule {
  static forRoot({ service, entities, migrations, events, schedules = [], env, auth }: FoundationOptions): DynamicModule {
    const keys = auth?.keys ?? { registryUrl: readSettings(registry, env).CONCORDAT_REGISTRY_URL };
    return {
      module: FoundationModule,
      imports: [
        PersistenceModule.forRoot({ service, entities: [...projectionEntities, ...entities], migrations, env }),
        MessagingModule.forRoot({ service, events, schedules: [...schedules, auditCheckSchedule], retention: httpRetention, env }),
        AuthModule.forRoot({ service, keys, ...(auth?.memberships ? { memberships: auth.memberships } : {}) }),
        AuditModule,
        AuditSealingModule.forRoot({ service, env }),
      ],
      controllers: [messagesController(service), conductController(service), AuditCheckController],
    };
  }
}
