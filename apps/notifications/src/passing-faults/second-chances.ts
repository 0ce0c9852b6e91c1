import { DeadLetters, Performs, type DeadLetter, type Schedule } from '@concordat/platform-messaging';
import { Database, NO_SCOPE, scopeOf } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { PassingFault } from './passing-fault.js';

/** Looks every ten minutes for dead letters whose reason may have passed. */
export const secondChanceSchedule: Schedule = { id: 'second-chances', work: 'second-chances.give', every: 600_000 };

/** What was sent again this long ago, in milliseconds, and has neither succeeded nor failed since: its job is lost. */
const LOST_AFTER = 3_600_000;

/**
 * A mail server may be away for longer than a job is tried. What became a dead letter for such a reason is listed, so
 * that somebody can look, and goes back on the queue by itself until it succeeds or fails for good.
 */
@Controller()
export class SecondChances {
  constructor(
    private readonly database: Database,
    private readonly letters: DeadLetters,
  ) {}

  @Performs('second-chances.give')
  async give(): Promise<void> {
    const partnerships = await this.database.transaction(NO_SCOPE, () => this.database.em.execute<{ id: string }[]>('select id from partnership_projection order by id'));
    for (const { id } of partnerships) {
      const due = (await this.#listed(id)).filter((letter) => mayPass(letter));
      for (const letter of due) await this.database.transaction(scopeOf(id), () => this.letters.sendAgain(letter.id));
    }
  }

  async #listed(partnershipId: string): Promise<DeadLetter[]> {
    return this.database.transaction(scopeOf(partnershipId), async () => {
      const listed: DeadLetter[] = [];
      for (let after: string | undefined; ; ) {
        const { items, next } = await this.letters.list({ after, size: 100 });
        listed.push(...items);
        if (next === null) return listed;
        after = next;
      }
    });
  }
}

/** Dead letters carry the database's own time, not the service's clock. */
function mayPass({ code, failedAt, sentAgainAt }: DeadLetter): boolean {
  if (!PassingFault.isCode(code)) return false;
  if (sentAgainAt === null) return true;
  const sent = Date.parse(sentAgainAt);
  return sent < Date.parse(failedAt) || sent < Date.now() - LOST_AFTER;
}
