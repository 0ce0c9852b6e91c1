import { partnershipTable } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/** Systems of a partnership that ask the sharing policy for decisions. */
export class DecisionClients extends Migration {
  override up(): void {
    for (const statement of partnershipTable('decision_client', `name text not null, secret_hash text not null check (secret_hash ~ '^[0-9a-f]{64}$'), active boolean not null`, { grants: 'select, insert, update' })) {
      this.addSql(statement);
    }
  }
}
