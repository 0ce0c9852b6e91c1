import { httpMigrations } from '@concordat/platform-http';
import { messagingMigrations } from '@concordat/platform-messaging';
import type { MigrationClass } from '@concordat/platform-persistence';
import { Accounts } from './accounts.migration.js';
import { Registry } from './registry.migration.js';
import { WorkingTogether } from './working-together.migration.js';

/** Every migration of the service's database, in order. */
export const registryMigrations: readonly MigrationClass[] = [...messagingMigrations, ...httpMigrations, Accounts, Registry, WorkingTogether];
