import { APP_ROLE, protectByPartnership } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/** When somebody else last confirmed a membership, whether it is suspended, and who was reminded. The years of those that there are begin with the upgrade. */
export class AccessReview extends Migration {
  override up(): void {
    const statements = [
      'alter table membership add column reviewed_on date not null default current_date, add column suspended_on date',
      'create index membership_reviewed on membership (partnership_id, reviewed_on, id)',
      `create table access_reminder (
        partnership_id uuid not null,
        membership_id uuid not null,
        due_on date not null,
        step smallint not null,
        told_at timestamptz(3) not null,
        primary key (partnership_id, membership_id, due_on, step),
        foreign key (partnership_id, membership_id) references membership (partnership_id, id)
      )`,
      ...protectByPartnership('access_reminder'),
      `grant select, insert on access_reminder to ${APP_ROLE}`,
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
