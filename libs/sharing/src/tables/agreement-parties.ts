import { Migration } from '@mikro-orm/migrations';

/** Who is to sign an agreement and whose place it takes: what it would open can then be told before it comes into force. */
export class AgreementParties extends Migration {
  override up(): void {
    this.addSql(`alter table agreement_projection add column parties uuid[] not null default '{}', add column supersedes uuid`);
  }
}
