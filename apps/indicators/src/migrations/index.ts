import { auditMigrations } from '@concordat/platform-audit';
import { projectionMigrations } from '@concordat/platform-auth';
import { httpMigrations } from '@concordat/platform-http';
import { messagingMigrations } from '@concordat/platform-messaging';
import type { MigrationClass } from '@concordat/platform-persistence';
import { CaseworkTables, IndicatorTables } from './indicators.migration.js';

/** Every migration of the service's database, in order. */
export const indicatorsMigrations: readonly MigrationClass[] = [
  ...messagingMigrations,
  ...auditMigrations,
  ...projectionMigrations,
  ...httpMigrations,
  IndicatorTables,
  CaseworkTables,
];
