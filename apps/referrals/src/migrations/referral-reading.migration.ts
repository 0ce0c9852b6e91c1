import { Migration } from '@mikro-orm/migrations';
import { sharingPolicies } from '@concordat/sharing';
import { SYSTEM_WORK } from './system-work.js';

/** The sharing policy holds for every connection that reads referrals and items, whatever it asks. */
export class ReferralReading extends Migration {
  override up(): void {
    for (const statement of sharingPolicies(SYSTEM_WORK)) this.addSql(statement);
  }
}
