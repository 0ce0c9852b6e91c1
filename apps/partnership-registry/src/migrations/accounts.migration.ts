import { Migration } from '@mikro-orm/migrations';
import { APP_ROLE } from '@concordat/platform-persistence';

/**
 * The accounts library's tables, as it describes them itself (a specification asks it what it would add: nothing),
 * with what is ours of an account: who manages it, whether it is open, whether it needs a second factor.
 */
export class Accounts extends Migration {
  override up(): void {
    const statements = [
      'create schema auth',
      `grant usage on schema auth to ${APP_ROLE}`,
      `create table auth."user" (
        "id" text not null primary key,
        "name" text not null,
        "email" text not null unique,
        "emailVerified" boolean not null,
        "image" text,
        "createdAt" timestamptz default current_timestamp not null,
        "updatedAt" timestamptz default current_timestamp not null,
        "open" boolean not null,
        "secondFactorExempt" boolean not null,
        "homePartnershipId" text not null,
        "twoFactorEnabled" boolean
      )`,
      `create table auth."session" (
        "id" text not null primary key,
        "expiresAt" timestamptz not null,
        "token" text not null unique,
        "createdAt" timestamptz default current_timestamp not null,
        "updatedAt" timestamptz not null,
        "ipAddress" text,
        "userAgent" text,
        "userId" text not null references auth."user" ("id") on delete cascade,
        "actingMembershipId" text
      )`,
      `create table auth."account" (
        "id" text not null primary key,
        "accountId" text not null,
        "providerId" text not null,
        "userId" text not null references auth."user" ("id") on delete cascade,
        "accessToken" text,
        "refreshToken" text,
        "idToken" text,
        "accessTokenExpiresAt" timestamptz,
        "refreshTokenExpiresAt" timestamptz,
        "scope" text,
        "password" text,
        "createdAt" timestamptz default current_timestamp not null,
        "updatedAt" timestamptz not null
      )`,
      `create table auth."verification" (
        "id" text not null primary key,
        "identifier" text not null,
        "value" text not null,
        "expiresAt" timestamptz not null,
        "createdAt" timestamptz default current_timestamp not null,
        "updatedAt" timestamptz default current_timestamp not null
      )`,
      `create table auth."twoFactor" (
        "id" text not null primary key,
        "secret" text not null,
        "backupCodes" text not null,
        "userId" text not null references auth."user" ("id") on delete cascade,
        "verified" boolean,
        "failedVerificationCount" integer,
        "lockedUntil" timestamptz
      )`,
      'create index "session_userId_idx" on auth."session" ("userId")',
      'create index "account_userId_idx" on auth."account" ("userId")',
      'create index "verification_identifier_idx" on auth."verification" ("identifier")',
      'create index "twoFactor_secret_idx" on auth."twoFactor" ("secret")',
      'create index "twoFactor_userId_idx" on auth."twoFactor" ("userId")',
      // Links of one person are replaced by the next, and expired rows removed, by what they stand for.
      'create index verification_value_idx on auth."verification" ("value")',
      `grant select, insert, update, delete on all tables in schema auth to ${APP_ROLE}`,
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
