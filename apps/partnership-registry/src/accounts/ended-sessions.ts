import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { SignInLog, type Ending } from './sign-in-log.js';

/** Sessions that end with the commit of the open transaction, and the log's lines of it. */
@Injectable()
export class EndedSessions {
  constructor(
    private readonly database: Database,
    private readonly signIns: SignInLog,
  ) {}

  /**
   * @param which a condition on rows of `auth.session`, with a `?` for each value
   * @returns how many there were
   */
  async end(how: Ending, which: string, values: readonly unknown[]): Promise<number> {
    const ended = await this.database.em.execute<{ session: string; user: string }[]>(`delete from auth."session" where ${which} returning id as session, "userId" as "user"`, [...values]);
    this.database.afterCommit(() => {
      for (const { session, user } of ended) this.signIns.ended({ user, session, how });
    });
    return ended.length;
  }
}
