import { partnershipTable, RELAY_ROLE } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';
import { KEPT_HOURS } from './kept-hours.js';

const OLD = `created_at < now() - interval '${String(KEPT_HOURS)} hours'`;

/** First answers of changes that carried an `Idempotency-Key`. */
export class IdempotencyKeys extends Migration {
  override up(): void {
    const statements = [
      ...partnershipTable(
        'idempotency_key',
        `membership_id uuid not null,
         route text not null,
         key_hash bytea not null,
         request_hash bytea not null,
         answer bytea,
         unique (partnership_id, membership_id, route, key_hash)`,
      ),
      'create index idempotency_key_by_age on idempotency_key (partnership_id, membership_id, created_at)',
    ];
    for (const statement of statements) this.addSql(statement);
  }
}

/** The relay's role may delete answers that are too old to be given again, and see no more than which they are. */
export class IdempotencyRetention extends Migration {
  override up(): void {
    const statements = [
      'create index idempotency_key_old on idempotency_key (created_at)',
      `create policy retention on idempotency_key for select to ${RELAY_ROLE} using (${OLD})`,
      `create policy retention_delete on idempotency_key for delete to ${RELAY_ROLE} using (${OLD})`,
      `grant select (id, created_at), delete on idempotency_key to ${RELAY_ROLE}`,
    ];
    for (const statement of statements) this.addSql(statement);
  }
}

/** What the relay deletes of this library's rows: answers to those who never came back. */
export const httpRetention: readonly { sql: string }[] = [{ sql: `delete from idempotency_key where id in (select id from idempotency_key where ${OLD} limit $1)` }];

/** For the list that a service gives `runMigrations` and `PersistenceModule`. */
export const httpMigrations = [IdempotencyKeys, IdempotencyRetention];
