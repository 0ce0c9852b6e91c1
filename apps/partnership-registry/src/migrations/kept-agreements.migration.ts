import { APP_ROLE, partnershipTable, protectByPartnership } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/** What is attached to agreements, that they were looked at again, and of what their keepers were reminded. */
export class KeptAgreements extends Migration {
  override up(): void {
    const statements = [
      `alter table agreement
         add column attachments jsonb not null default '[]',
         add column reviews jsonb not null default '[]'`,
      // Listed by the agreements; a version has those of the one that it was made from.
      ...partnershipTable('agreement_file', 'content bytea not null, bytes integer not null check (bytes > 0)', { grants: 'select, insert, delete' }),
      `create table agreement_reminder (
         partnership_id uuid not null,
         agreement_id uuid not null,
         kind text not null,
         due_on date not null,
         step integer not null,
         told_at timestamptz(3) not null,
         primary key (partnership_id, agreement_id, kind, due_on, step),
         foreign key (partnership_id, agreement_id) references agreement (partnership_id, id)
       )`,
      ...protectByPartnership('agreement_reminder'),
      `grant select, insert on agreement_reminder to ${APP_ROLE}`,
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
