import { partnershipTable } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/** A service's copy of the systems that may ask it for decisions. After the service's own tables in its list of migrations. */
export class KnownDecisionClients extends Migration {
  override up(): void {
    for (const statement of partnershipTable('decision_client', 'secret_hash text not null, active boolean not null', { grants: 'select, insert, update' })) this.addSql(statement);
  }
}
