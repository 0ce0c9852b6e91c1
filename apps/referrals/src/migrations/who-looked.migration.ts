import { recordsOfCase } from '@concordat/sharing';
import { Migration } from '@mikro-orm/migrations';

/** By what the audit knows a referral. */
export class WhoLooked extends Migration {
  override up(): void {
    for (const statement of recordsOfCase(['contact'])) this.addSql(statement);
  }
}
