import { Migration } from '@mikro-orm/migrations';
import { CURRENT_PARTNERSHIP, partnershipTable } from './table-sql.js';
import { APP_ROLE, RELAY_ROLE } from './roles.js';

/** The history of records, and the rights that each role starts with. */
export class PlatformHistory extends Migration {
  override up(): void {
    const statements = [
      `grant usage on schema public to ${APP_ROLE}, ${RELAY_ROLE}`,
      `grant select on mikro_orm_migrations to ${APP_ROLE}`,
      ...partnershipTable(
        'history',
        `kind text not null,
         row_id uuid not null,
         row_version integer not null,
         field text not null,
         was jsonb,
         became jsonb,
         user_id uuid,
         membership_id uuid,
         at timestamptz(3) not null,
         why text`,
        { grants: 'select, insert' },
      ),
      'create index history_of_row on history (partnership_id, row_id, row_version)',
    ];
    for (const statement of statements) this.addSql(statement);
  }
}

/** Policies by partnership of tables that an earlier version made look at the session once a statement, not once a row. */
export class PartnershipOnce extends Migration {
  override up(): void {
    this.addSql(`do $$ declare one record; begin
      for one in select schemaname, tablename from pg_policies
                  where policyname = 'partnership' and qual = '(partnership_id = (NULLIF(current_setting(''app.partnership_id''::text, true), ''''::text))::uuid)' loop
        execute format('alter policy partnership on %I.%I using (partnership_id = ${CURRENT_PARTNERSHIP.replaceAll("'", "''")})'
          ' with check (partnership_id = ${CURRENT_PARTNERSHIP.replaceAll("'", "''")})', one.schemaname, one.tablename);
      end loop;
    end $$`);
  }
}

/** Migrations of the tables that this library brings; a service lists them first. */
export const platformMigrations = [PlatformHistory, PartnershipOnce];
