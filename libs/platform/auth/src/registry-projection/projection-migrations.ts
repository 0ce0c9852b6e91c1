import { APP_ROLE, openTable, partnershipTable, RELAY_ROLE } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/** A service's own copy of partnerships, agencies and memberships. */
export class RegistryProjectionTables extends Migration {
  override up(): void {
    const statements = [
      ...openTable(
        'partnership_projection',
        `id uuid primary key,
         version integer not null,
         name text not null,
         districts jsonb not null,
         active boolean not null`,
        { [APP_ROLE]: 'select, insert, update', [RELAY_ROLE]: 'select' },
      ),
      ...partnershipTable(
        'agency_projection',
        `agency_id uuid not null,
         name text not null,
         kind text not null,
         parent_id uuid,
         emergency_access boolean not null,
         active boolean not null,
         unique (partnership_id, agency_id)`,
        { grants: 'select, insert, update' },
      ),
      ...partnershipTable(
        'membership_projection',
        `user_id uuid not null,
         agency_id uuid not null,
         roles jsonb not null,
         active boolean not null,
         training_valid_to date`,
        { grants: 'select, insert, update' },
      ),
      'create index membership_projection_of_user on membership_projection (partnership_id, user_id)',
      'create index membership_projection_of_agency on membership_projection (partnership_id, agency_id)',
    ];
    for (const statement of statements) this.addSql(statement);
  }
}

/** Whether an agency is a health or social care authority, as the registry tells: no until it has told. */
export class AgencyAuthorities extends Migration {
  override up(): void {
    this.addSql('alter table agency_projection add column health_or_social_care boolean not null default false');
  }
}

/** For the list that a service gives `runMigrations` and `PersistenceModule`. */
export const projectionMigrations = [RegistryProjectionTables, AgencyAuthorities];
