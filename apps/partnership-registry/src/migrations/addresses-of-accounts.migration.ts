import { Migration } from '@mikro-orm/migrations';

/**
 * Several accounts may have one address, each of a partnership of its own. What the accounts library finds them by stays
 * unique in `email`; the address itself stands beside it. The trigger is for processes of the version before, which write `email` alone.
 */
export class AddressesOfAccounts extends Migration {
  override up(): void {
    const statements = [
      'alter table auth."user" add column address text',
      'update auth."user" set address = email',
      `create function auth.address_of_key() returns trigger language plpgsql as $$
       begin
         if new.address is null then
           new.address := new.email;
         elsif tg_op = 'UPDATE' and old.address = old.email and new.address = old.address then
           new.address := new.email;
         end if;
         return new;
       end $$`,
      'create trigger address_of_key before insert or update on auth."user" for each row execute function auth.address_of_key()',
      'create unique index user_address_idx on auth."user" (address, "homePartnershipId")',
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
