import { APP_ROLE } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/** With what somebody has signed in, in the few words that tell one's sessions apart, so that they are told of another. */
export class KnownBrowsers extends Migration {
  override up(): void {
    const statements = [
      `create table auth.known_browser (
        user_id text not null references auth."user" ("id") on delete cascade,
        name text not null,
        last_used_at timestamptz not null,
        primary key (user_id, name)
      )`,
      'create index known_browser_by_age on auth.known_browser (last_used_at)',
      `grant select, insert, update, delete on auth.known_browser to ${APP_ROLE}`,
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
