import { Migration } from '@mikro-orm/migrations';

/** When a person who was referred was first reached, as the service that has the referral tells. */
export class FirstContacts extends Migration {
  override up(): void {
    this.addSql('alter table case_referral add column first_contact_at timestamptz(3)');
    // What is known of older ones is when they were engaged; the next event about a referral tells its first contact.
    const read = ['case_referral', 'case_referral_step'];
    for (const table of read) this.addSql(`alter table ${table} no force row level security`);
    this.addSql(
      `update case_referral r set first_contact_at = s.at
         from (select partnership_id, referral_id, min(at) as at from case_referral_step where state in ('engaged', 'active') group by 1, 2) s
        where s.partnership_id = r.partnership_id and s.referral_id = r.id`,
    );
    for (const table of read) this.addSql(`alter table ${table} force row level security`);
  }
}
