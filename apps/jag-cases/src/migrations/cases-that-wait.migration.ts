import { Migration } from '@mikro-orm/migrations';

/** A home page shows the few of an agency's, or of a lead officer's, cases that stood longest in their state: the indexes give them first. */
export class CasesThatWait extends Migration {
  override up(): void {
    this.addSql('create index case_by_owner_and_wait on "case" (partnership_id, owner_agency_id, state, since, id)');
    this.addSql('create index case_by_lead_and_wait on "case" (partnership_id, lead_user_id, since, id) where lead_user_id is not null');
  }
}
