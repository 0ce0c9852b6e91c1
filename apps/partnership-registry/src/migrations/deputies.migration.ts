import { Migration } from '@mikro-orm/migrations';

/** A membership in which somebody acts for another: never without an end. */
export class Deputies extends Migration {
  override up(): void {
    this.addSql('alter table membership add column deputy_for uuid');
    this.addSql('alter table membership add constraint membership_deputy_check check (deputy_for is null or (deputy_for <> user_id and ends_on is not null))');
    this.addSql('create index membership_deputy on membership (partnership_id, agency_id, deputy_for) where deputy_for is not null');
  }
}
