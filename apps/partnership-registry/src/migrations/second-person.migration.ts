import { Migration } from '@mikro-orm/migrations';
import { partnershipTable } from '@concordat/platform-persistence';

/** Roles that wait for a second person, and what became of roles. A membership may wait for its only role. */
export class SecondPerson extends Migration {
  override up(): void {
    const statements = [
      'alter table membership drop constraint membership_roles_check',
      ...partnershipTable(
        'role_request',
        `membership_id uuid not null,
         agency_id uuid not null,
         user_id uuid not null,
         role text not null,
         state text not null check (state in ('waiting', 'granted', 'refused', 'withdrawn')),
         requested_by uuid,
         decided_by uuid check (decided_by <> requested_by and decided_by <> user_id),
         foreign key (partnership_id, membership_id) references membership (partnership_id, id)`,
        { grants: 'select, insert, update' },
      ),
      `create unique index role_request_waiting on role_request (membership_id, role) where state = 'waiting'`,
      `create index role_request_of_partnership on role_request (partnership_id, id) where state = 'waiting'`,
      ...partnershipTable(
        'role_change',
        `membership_id uuid not null,
         agency_id uuid not null,
         user_id uuid not null,
         before_roles text[] not null,
         after_roles text[] not null,
         by_user_id uuid,
         foreign key (partnership_id, membership_id) references membership (partnership_id, id)`,
        { grants: 'select, insert' },
      ),
      'create index role_change_of_agency on role_change (partnership_id, agency_id, id)',
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
