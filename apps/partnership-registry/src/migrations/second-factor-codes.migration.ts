import { Migration } from '@mikro-orm/migrations';

/**
 * Codes of an authenticator app are taken once: the newest time step that was used stands beside its key. Backup codes
 * can be read until their owner has kept them; who set up a second factor before reads them the next time they sign in.
 */
export class SecondFactorCodes extends Migration {
  override up(): void {
    this.addSql('alter table auth."twoFactor" add column "lastUsedStep" bigint');
    this.addSql('alter table auth."user" add column "backupCodesKept" boolean not null default false');
  }
}
