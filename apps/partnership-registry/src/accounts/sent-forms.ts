import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';

/** Seconds for which a form can come again: whoever got no answer is still before it. */
const AGAIN_WITHIN = 600;

/** In place of an account, of a form that is about none that anybody knows yet. */
export const NOBODY = '';

/**
 * Forms that a link, a code or a session decides, and no membership; each uses something up. One that comes again, because its answer
 * was lost or its button was pressed twice, is as if it had come once. Kept among the accounts library's things that run
 * out, with the account that it was about for its value: a newer link for that account ends it, and so does the end of its
 * sessions or of a way in.
 */
@Injectable()
export class SentForms {
  constructor(private readonly database: Database) {}

  /**
   * The account that the form was about. Runs `work`, which {@link take}s the form in the transaction of what it does,
   * unless the form was taken before; with no transaction open.
   *
   * @param sending as `@Sending()` gives it
   */
  async once(sending: Buffer | null, work: () => Promise<string>): Promise<string> {
    const before = await this.#find(sending);
    if (before !== null) return before;
    try {
      return await work();
    } catch (error) {
      // Of two at once the other was first, and used up what this one came for.
      const meanwhile = await this.#find(sending);
      if (meanwhile === null) throw error;
      return meanwhile;
    }
  }

  /** In the open transaction, with which it holds. False for a form that was taken before. */
  async take(sending: Buffer | null, userId: string): Promise<boolean> {
    if (sending === null) return true;
    const now = this.database.clock.now();
    const taken = await this.database.em.execute<{ id: string }[]>(
      `insert into auth.verification as sent (id, identifier, value, "expiresAt") values (?, 'sent-form', ?, ?)
       on conflict (id) do update set value = excluded.value, "expiresAt" = excluded."expiresAt" where sent."expiresAt" <= ? returning id`,
      [sending.toString('base64url'), userId, new Date(now.getTime() + AGAIN_WITHIN * 1000), now],
    );
    return taken.length > 0;
  }

  /** In the open transaction: what the forms about an account opened was ended, or a way in that they made. */
  async forget(userId: string): Promise<void> {
    await this.database.em.execute(`delete from auth.verification where identifier = 'sent-form' and value = ?`, [userId], 'run');
  }

  async #find(sending: Buffer | null): Promise<string | null> {
    if (sending === null) return null;
    const [found] = await this.database.transaction(NO_SCOPE, async () =>
      this.database.em.execute<{ value: string }[]>(`select value from auth.verification where id = ? and identifier = 'sent-form' and "expiresAt" > ?`, [
        sending.toString('base64url'),
        this.database.clock.now(),
      ]),
    );
    return found?.value ?? null;
  }
}
