import { Migration } from '@mikro-orm/migrations';
import { APP_ROLE, CURRENT_PARTNERSHIP, openTable, RELAY_ROLE } from '@concordat/platform-persistence';

/**
 * Entries, and the batches that seal them. The service's role adds and reads entries of its partnership; the relay's
 * role reads all, writes batches and may set an entry's batch and nothing else of it; nobody removes anything.
 */
export class AuditTables extends Migration {
  override up(): void {
    const statements = [
      `create table audit_entry (
        id uuid primary key,
        seq bigint generated always as identity unique,
        at timestamptz(3) not null,
        partnership_id uuid,
        user_id uuid,
        membership_id uuid,
        agency_id uuid,
        trace text not null,
        action text not null check (action in ('viewed', 'listed', 'searched', 'created', 'changed', 'exported', 'shared')),
        kind text not null,
        ids text[] not null,
        subject_id uuid,
        sealed_detail bytea,
        detail text,
        batch bigint
      )`,
      'alter table audit_entry enable row level security',
      'alter table audit_entry force row level security',
      `create policy of_partnership on audit_entry for select to ${APP_ROLE} using (partnership_id = ${CURRENT_PARTNERSHIP})`,
      `create policy add_only on audit_entry for insert to ${APP_ROLE} with check (partnership_id is not distinct from ${CURRENT_PARTNERSHIP} and batch is null)`,
      `create policy sealer_reads on audit_entry for select to ${RELAY_ROLE} using (true)`,
      `create policy sealer_numbers on audit_entry for update to ${RELAY_ROLE} using (batch is null) with check (batch is not null)`,
      `grant select, insert on audit_entry to ${APP_ROLE}`,
      `grant select, update (batch) on audit_entry to ${RELAY_ROLE}`,
      'create index audit_entry_unsealed on audit_entry (seq) where batch is null',
      'create index audit_entry_batch on audit_entry (batch)',
      'create index audit_entry_of_partnership on audit_entry (partnership_id, at)',
      'create index audit_entry_of_subject on audit_entry (partnership_id, subject_id, at) where subject_id is not null',
      ...openTable(
        'audit_batch',
        `number bigint primary key,
         sealed_at timestamptz(3) not null,
         previous bytea not null,
         entry_ids uuid[] not null,
         entry_seqs bigint[] not null,
         entry_hashes bytea[] not null,
         hash bytea not null`,
        { [RELAY_ROLE]: 'select, insert' },
      ),
      ...openTable('audit_head', 'single boolean primary key default true check (single), number bigint not null, hash bytea not null', { [RELAY_ROLE]: 'select, insert, update' }),
    ];
    for (const statement of statements) this.addSql(statement);
  }
}

/** The end of the chain is signed with a key that no database holds; a batch of before has no signature. */
export class AuditSignatures extends Migration {
  override up(): void {
    this.addSql('alter table audit_batch add column signature bytea');
  }
}

/** What came of following the chain, for whoever watches over the installation. */
export class AuditCheckTable extends Migration {
  override up(): void {
    const columns = 'single boolean primary key default true check (single), checked_at timestamptz(3) not null, entries bigint not null, faults integer not null';
    for (const statement of openTable('audit_check', columns, { [RELAY_ROLE]: 'select, insert, update' })) this.addSql(statement);
  }
}

/** What somebody did for an agency, latest first. */
export class AuditOfPeople extends Migration {
  override up(): void {
    this.addSql('create index audit_entry_of_person on audit_entry (partnership_id, agency_id, user_id, at desc, id desc)');
  }
}

/**
 * Who did something to records. Behind a policy PostgreSQL asks an index no question that could tell of hidden rows, and
 * `&&` is one; so the index is asked with the owner's eyes, of the session's partnership alone and for nothing that the
 * service's role could not read.
 */
export class AuditOfRecords extends Migration {
  override up(): void {
    const statements = [
      // May be there already: on a large record it is made before the release, without holding anybody up (upgrade.md).
      'create index if not exists audit_entry_of_records on audit_entry using gin (ids)',
      // Nobody is asked for by a person's id alone: they can be in a case of which the reader must not learn.
      'drop index audit_entry_of_subject',
      'create policy owner_reads on audit_entry for select to current_user using (true)',
      `create function audit_of_records(records text[]) returns table (id uuid, at timestamptz, user_id uuid, agency_id uuid, action text, kind text)
       language sql stable security definer set search_path = public, pg_temp as $$
         select e.id, e.at, e.user_id, e.agency_id, e.action, e.kind from audit_entry e where e.partnership_id = ${CURRENT_PARTNERSHIP} and e.ids && records
       $$`,
      'revoke execute on function audit_of_records(text[]) from public',
      `grant execute on function audit_of_records(text[]) to ${APP_ROLE}`,
    ];
    for (const statement of statements) this.addSql(statement);
  }
}

/** Migrations of the audit's tables; a service lists them before its own. */
export const auditMigrations = [AuditTables, AuditSignatures, AuditCheckTable, AuditOfPeople, AuditOfRecords];
