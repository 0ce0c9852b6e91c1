import { recordsOfCase } from '@concordat/sharing';
import { Migration } from '@mikro-orm/migrations';

/** By what the audit knows a case. */
export class WhoLooked extends Migration {
  override up(): void {
    for (const statement of recordsOfCase(['action', 'case_referral'])) this.addSql(statement);
  }
}
