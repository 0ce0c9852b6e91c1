import { Migration } from '@mikro-orm/migrations';
import { APP_ROLE, CURRENT_PARTNERSHIP, openTable, partnershipTable } from '@concordat/platform-persistence';

const CURRENT_USER = `nullif(current_setting('app.user_id', true), '')::uuid`;

/** Partnerships, agencies, people and memberships. */
export class Registry extends Migration {
  override up(): void {
    const statements = [
      // Ids alone: what a partnership or an agency is called is in the rows that follow, which belong to partnerships.
      ...openTable('partnership', 'id uuid primary key, created_at timestamptz(3) not null default now()', { [APP_ROLE]: 'select, insert' }),
      ...openTable('agency', 'id uuid primary key, created_at timestamptz(3) not null default now()', { [APP_ROLE]: 'select, insert' }),

      ...partnershipTable(
        'partnership_profile',
        `name text not null,
         districts text[] not null,
         active boolean not null,
         foreign key (partnership_id) references partnership (id),
         unique (partnership_id)`,
        { grants: 'select, insert, update' },
      ),

      ...partnershipTable(
        'agency_place',
        `agency_id uuid not null references agency (id),
         name text not null,
         kind text not null,
         parent_id uuid,
         emergency_access boolean not null,
         active boolean not null,
         foreign key (partnership_id) references partnership (id),
         unique (partnership_id, agency_id),
         foreign key (partnership_id, parent_id) references agency_place (partnership_id, agency_id),
         check (parent_id <> agency_id)`,
        { grants: 'select, insert, update' },
      ),
      'create index agency_place_by_name on agency_place (partnership_id, name, id)',

      ...partnershipTable(
        'person',
        `user_id uuid not null,
         name text not null,
         email text not null,
         open boolean not null,
         second_factor_reset_at timestamptz(3),
         foreign key (partnership_id) references partnership (id),
         unique (partnership_id, user_id)`,
        { grants: 'select, insert, update' },
      ),
      'create index person_by_name on person (partnership_id, name, id)',

      ...partnershipTable(
        'membership',
        `user_id uuid not null,
         user_name text not null,
         agency_id uuid not null,
         roles text[] not null,
         starts_on date not null,
         ends_on date,
         training_valid_to date,
         account_open boolean not null,
         active boolean not null,
         foreign key (partnership_id, user_id) references person (partnership_id, user_id),
         foreign key (partnership_id, agency_id) references agency_place (partnership_id, agency_id),
         check (cardinality(roles) > 0),
         check (ends_on >= starts_on)`,
        { grants: 'select, insert, update' },
      ),
      'create index membership_of_user on membership (user_id)',
      'create index membership_of_agency on membership (partnership_id, agency_id)',
      'create index membership_by_name on membership (partnership_id, user_name, id) where active',
      // Signing in: before a partnership is chosen, a person sees where they may act, and nobody else's memberships.
      `create policy own_before_acting on membership for select
         using (${CURRENT_PARTNERSHIP} is null and user_id = ${CURRENT_USER})`,
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
