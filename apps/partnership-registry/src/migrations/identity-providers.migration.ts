import { APP_ROLE, openTable, partnershipTable } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/** Agencies' own providers of identity (OpenID Connect), whom of ours their people are, and the sessions that they opened. */
export class IdentityProviders extends Migration {
  override up(): void {
    const statements = [
      ...partnershipTable(
        'identity_provider',
        `agency_id uuid not null, issuer text not null, client_id text not null, secret bytea not null, domains text[] not null,
         second_factor_counts boolean not null, strong_acr text[] not null, "on" boolean not null, unique (partnership_id, agency_id)`,
        { grants: 'select, insert, update' },
      ),
      ...openTable('auth.provider_domain', 'domain text primary key, provider_id uuid not null, partnership_id uuid not null', { [APP_ROLE]: 'select, insert, delete' }),
      'create index provider_domain_provider_idx on auth.provider_domain (provider_id)',
      ...openTable(
        'auth.provider_link',
        `id uuid primary key, provider_id uuid not null, partnership_id uuid not null, identity_hash text not null,
         user_id text not null references auth."user" ("id") on delete cascade, linked_at timestamptz not null, unique (provider_id, identity_hash), unique (provider_id, user_id)`,
        { [APP_ROLE]: 'select, insert, delete' },
      ),
      'create index provider_link_user_idx on auth.provider_link (user_id)',
      'alter table auth."session" add column "providerId" text, add column "viaPartnershipId" text, add column "viaAgencyId" text',
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
