import { Migration } from '@mikro-orm/migrations';
import { systemWork } from '@concordat/sharing';
import { SYSTEM_WORK } from './system-work.js';

/** Word of withdrawn consent finds the referrals that came from the case. */
export class WithdrawnConsent extends Migration {
  override up(): void {
    for (const statement of systemWork(SYSTEM_WORK)) this.addSql(statement);
  }
}
