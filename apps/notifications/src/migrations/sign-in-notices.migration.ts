import { Migration } from '@mikro-orm/migrations';

/** Notices about how an agency's people sign in. */
export class SignInNotices extends Migration {
  override up(): void {
    this.addSql('alter table notice drop constraint notice_about_kind_check');
    this.addSql(
      `alter table notice add constraint notice_about_kind_check check (about_kind in
        ('case', 'referral', 'agreement', 'case-protections', 'referral-protections', 'role-change', 'role-request', 'access-review', 'leaver', 'identity-provider'))`,
    );
  }
}
