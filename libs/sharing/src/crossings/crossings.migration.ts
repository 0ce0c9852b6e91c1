import { partnershipTable } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/** What comes from the other service that holds cases: entries of its register, and how often its users used emergency access. */
export class SharingCrossings extends Migration {
  override up(): void {
    const statements = [
      ...['must_not_receive', 'registered_person'].flatMap((table) => [
        `alter table ${table} add column came_from uuid`,
        `create unique index ${table}_came_from on ${table} (partnership_id, subject_id, came_from) where came_from is not null`,
      ]),
      ...partnershipTable('emergency_elsewhere', 'user_id uuid not null, opened_at timestamptz(3) not null', { grants: 'select, insert' }),
      'create index emergency_elsewhere_of_user on emergency_elsewhere (partnership_id, user_id, opened_at)',
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
