import { partnershipTable } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/** Who is alleged in the other service that holds cases to cause a subject harm. */
export class AllegationsCross extends Migration {
  override up(): void {
    const statements = partnershipTable(
      'alleged_elsewhere',
      `subject_id uuid not null,
       came_from uuid not null,
       name bytea not null,
       alleged_from timestamptz(3) not null,
       unique (partnership_id, subject_id, came_from),
       foreign key (partnership_id, subject_id) references subject (partnership_id, id) on delete cascade`,
      { grants: 'select, insert' },
    );
    for (const statement of statements) this.addSql(statement);
  }
}
