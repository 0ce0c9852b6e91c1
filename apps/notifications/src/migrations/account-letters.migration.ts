import { APP_ROLE, protectByPartnership } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/** Letters about accounts, as they came: encrypted to this service, and no longer there once they are settled. */
export class AccountLetters extends Migration {
  override up(): void {
    const statements = [
      `create table account_letter (
        id uuid primary key,
        partnership_id uuid not null,
        letter text,
        made_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        settled_at timestamptz(3),
        unique (partnership_id, id),
        check ((letter is null) = (settled_at is not null))
      )`,
      ...protectByPartnership('account_letter'),
      'create index account_letter_by_age on account_letter (partnership_id, made_at)',
      `grant select, insert, update, delete on account_letter to ${APP_ROLE}`,
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
