import { partnershipTable } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/** What was told of how many items there are of a kind, so that no two answers tell of fewer than five. */
export class CountsThatStand extends Migration {
  override up(): void {
    const columns = `owner_agency_id uuid not null, agency_id uuid not null, purpose text not null, category text not null,
      everybody integer not null, consenting integer not null,
      unique (partnership_id, owner_agency_id, agency_id, purpose, category)`;
    for (const statement of partnershipTable('settled_count', columns, { grants: 'select, insert, update' })) this.addSql(statement);
  }
}
