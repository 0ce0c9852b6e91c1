import { partnershipTable } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

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

/** For the list that a service gives `runMigrations` and `PersistenceModule`. */
export const httpMigrations = [IdempotencyKeys];
