import { Migration } from '@mikro-orm/migrations';

/** Whether an agency has cases of a forum is asked at every reading of the published figures. */
export class CaseOwners extends Migration {
  override up(): void {
    this.addSql('create index case_fact_of_owner on case_fact (partnership_id, owner_agency_id)');
  }
}
