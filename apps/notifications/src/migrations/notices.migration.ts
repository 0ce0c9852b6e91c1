import { APP_ROLE, partnershipTable, protectByPartnership } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/** Notices and mail are written once and then settled: they have neither versions nor a history. */
function settledTable(name: string, columns: string): string[] {
  return [
    `create table ${name} (id uuid primary key default uuidv7(), partnership_id uuid not null, unique (partnership_id, id), ${columns})`,
    ...protectByPartnership(name),
    `grant select, insert, update, delete on ${name} to ${APP_ROLE}`,
  ];
}

/** Who was told what, how they want to hear of it, and how to write to them. */
export class NoticesAndMail extends Migration {
  override up(): void {
    const statements = [
      ...partnershipTable('preference', `user_id uuid not null, mail text not null check (mail in ('at-once', 'daily', 'application-only')), unique (partnership_id, user_id)`),
      ...partnershipTable('contact', 'user_id uuid not null, card bytea not null'),
      'create index contact_of_user on contact (partnership_id, user_id)',
      ...settledTable(
        'mail',
        `user_id uuid not null,
         what text not null check (what in ('notice', 'day')),
         day date,
         state text not null check (state in ('waiting', 'sent', 'left-out')),
         made_at timestamptz(3) not null,
         settled_at timestamptz(3),
         check ((what = 'day') = (day is not null)),
         check ((state = 'waiting') = (settled_at is null)),
         unique (partnership_id, user_id, day)`,
      ),
      'create index mail_by_age on mail (partnership_id, made_at)',
      ...settledTable(
        'notice',
        `user_id uuid not null,
         event_id uuid not null,
         kind text not null,
         about_kind text not null check (about_kind in ('case', 'referral')),
         about_id uuid not null,
         at timestamptz(3) not null,
         read_at timestamptz(3),
         by_mail text not null check (by_mail in ('at-once', 'daily', 'application-only')),
         mail_id uuid,
         unique (partnership_id, event_id, user_id),
         foreign key (partnership_id, mail_id) references mail (partnership_id, id)`,
      ),
      'create index notice_of_user on notice (partnership_id, user_id, (read_at is null) desc, at desc, id desc)',
      `create index notice_for_the_day on notice (partnership_id, user_id) where by_mail = 'daily' and mail_id is null and read_at is null`,
      'create index notice_of_mail on notice (partnership_id, mail_id) where mail_id is not null',
      'create index notice_by_age on notice (partnership_id, at)',
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
