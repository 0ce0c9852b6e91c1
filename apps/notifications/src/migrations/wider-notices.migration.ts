import { APP_ROLE, protectByPartnership } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/** What notices may be about besides cases and referrals: agreements, and who is kept from a case or referral; and from whom what was told is taken back. */
export class WiderNotices extends Migration {
  override up(): void {
    const statements = [
      'alter table notice drop constraint notice_about_kind_check',
      `alter table notice add constraint notice_about_kind_check check (about_kind in ('case', 'referral', 'agreement', 'case-protections', 'referral-protections'))`,
      'create index notice_about on notice (partnership_id, about_id)',
      `create table withheld (partnership_id uuid not null, about_id uuid not null, user_id uuid not null, at timestamptz(3) not null, primary key (partnership_id, about_id, user_id))`,
      ...protectByPartnership('withheld'),
      `grant select, insert, update on withheld to ${APP_ROLE}`,
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
