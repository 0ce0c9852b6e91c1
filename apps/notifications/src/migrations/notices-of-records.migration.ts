import { Migration } from '@mikro-orm/migrations';

/** Notices about consent, decisions to share and emergency access tell of a record, and lead to it. */
export class NoticesOfRecords extends Migration {
  override up(): void {
    this.addSql('alter table notice add column record_id uuid');
  }
}
