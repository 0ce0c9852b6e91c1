import { Migration } from '@mikro-orm/migrations';
import { APP_ROLE, openTable } from '@concordat/platform-persistence';

/**
 * An installation that was begun without a demonstration, and the code that makes its first partnership. Beside it no
 * account signs in with a password alone, as those of the demonstration do.
 */
export class InstallationBegun extends Migration {
  override up(): void {
    const statements = [
      ...openTable('installation', 'single boolean primary key check (single), set_up_code_hash bytea, set_up_at timestamptz(3)', { [APP_ROLE]: 'select, insert, update' }),
      `create function refuse_demonstration() returns trigger language plpgsql as $$
       begin
         if new."secondFactorExempt" and exists (select from public.installation) then
           raise exception 'accounts of a demonstration cannot exist in an installation that was begun without it';
         end if;
         return new;
       end $$`,
      `create trigger refuse_demonstration before insert or update on auth."user" for each row execute function refuse_demonstration()`,
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
