import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { AccountLetters } from './account-letters.js';
import { Accounts } from './accounts.js';

/** With what people sign in, so that they are told of a browser that is new. OWASP ASVS 5.0, V6.3.5. */
@Injectable()
export class KnownBrowsers {
  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
    private readonly letters: AccountLetters,
  ) {}

  /** Tells them unless it is their first. */
  async met(userId: string, name: string): Promise<void> {
    await this.database.transaction(NO_SCOPE, async () => {
      const [met] = await this.database.em.execute<{ new: boolean; others: boolean }[]>(
        `insert into auth.known_browser (user_id, name, last_used_at) values (?, ?, ?)
         on conflict (user_id, name) do update set last_used_at = excluded.last_used_at
         returning xmax = 0 as new, exists (select from auth.known_browser other where other.user_id = known_browser.user_id) as others`,
        [userId, name, this.database.clock.now()],
      );
      const account = met?.new === true && met.others ? await this.accounts.find(userId) : null;
      if (account !== null) await this.letters.tell(account, 'new-browser');
    });
  }
}
