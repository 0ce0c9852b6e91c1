import { APP_ROLE } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/**
 * Passkeys of accounts, beside their passwords: public keys, which open nothing. A session knows when its second factor
 * was given where the password alone had opened it, and when its owner last said again who they are.
 */
export class Passkeys extends Migration {
  override up(): void {
    const statements = [
      `create table auth.passkey (
        id uuid primary key,
        user_id text not null references auth."user" ("id") on delete cascade,
        name text not null,
        credential_id text not null unique,
        public_key bytea not null,
        counter bigint not null check (counter >= 0),
        transports text[] not null,
        added_at timestamptz not null,
        last_used_at timestamptz
      )`,
      'create index passkey_user_idx on auth.passkey (user_id)',
      `grant select, insert, update, delete on auth.passkey to ${APP_ROLE}`,
      'alter table auth."user" add column "hasPasskey" boolean not null default false',
      'alter table auth."session" add column "secondFactorAt" timestamptz, add column "confirmedAt" timestamptz',
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
