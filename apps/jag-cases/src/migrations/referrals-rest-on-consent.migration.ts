import { Migration } from '@mikro-orm/migrations';

/** Which consent a referral was passed on by, so that its withdrawal reaches the service that has it. */
export class ReferralsRestOnConsent extends Migration {
  override up(): void {
    this.addSql(`alter table case_referral add column consent_ids uuid[] not null default '{}'`);
  }
}
