import { Migration } from '@mikro-orm/migrations';

/** Lists name the people of their cases, and a search those whom it found: each reads one item of the many that a case holds. */
export class NamesFound extends Migration {
  override up(): void {
    this.addSql(`create index item_naming_in_case on item (partnership_id, case_id) where category = 'identity'`);
    this.addSql(`create index item_naming_subject on item (partnership_id, subject_id) where category = 'identity'`);
  }
}
