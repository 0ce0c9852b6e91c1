import { Migration } from '@mikro-orm/migrations';

/** Lists of cases in a state come newest first: the index gives them in that order, so that a page reads its own rows and no more. */
export class CasesInOrder extends Migration {
  override up(): void {
    this.addSql('create index case_by_state_and_nomination on "case" (partnership_id, state, nominated_at desc, id desc)');
    this.addSql('drop index case_by_state');
  }
}
