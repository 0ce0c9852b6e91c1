import { Migration } from '@mikro-orm/migrations';

/** A nomination's person is looked for among those known before it is sent: for whom that was done, sealed like the answers. */
export class SearchBeforeCreate extends Migration {
  override up(): void {
    this.addSql('alter table nomination_draft add column looked_for bytea');
  }
}
