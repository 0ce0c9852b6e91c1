import { partnershipTable } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/** Referrals that were not taken in, since what they rested on had ended when they arrived. */
export class ReferralsTurnedBack extends Migration {
  override up(): void {
    const columns = 'from_case_id uuid not null, from_agency_id uuid not null, from_user_id uuid not null, service_id uuid not null';
    for (const statement of partnershipTable('referral_turned_back', columns, { grants: 'select, insert' })) this.addSql(statement);
  }
}
