import { foundationMigrations } from '@concordat/platform-service';
import type { MigrationClass } from '@concordat/platform-persistence';
import { CaseOwners } from './case-owners.migration.js';
import { CaseworkTables, IndicatorTables } from './indicators.migration.js';
import { PublishedFigures } from './published-figures.migration.js';

/** Every migration of the service's database, in order. */
export const indicatorsMigrations: readonly MigrationClass[] = [...foundationMigrations, IndicatorTables, CaseworkTables, PublishedFigures, CaseOwners];
