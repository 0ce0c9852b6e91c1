import { defineWork, Performs, type Schedule } from '@concordat/platform-messaging';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { z } from 'zod';

const removeExpired = defineWork({ name: 'sessions.remove-expired', payload: z.strictObject({}) });

export const expirySchedule: Schedule = { id: 'sessions-remove-expired', work: removeExpired.name, payload: {}, cron: '30 3 * * *' };

/** Sessions, links and waiting sign-ins that ran out, which the accounts library leaves where they are. */
@Controller()
export class ExpiredSessions {
  constructor(private readonly database: Database) {}

  @Performs(removeExpired)
  async remove(): Promise<void> {
    await this.database.transaction(NO_SCOPE, async () => {
      const now = this.database.clock.now();
      for (const table of ['auth.session', 'auth.verification']) {
        await this.database.em.execute(`delete from ${table} where "expiresAt" < ?`, [now], 'run');
      }
    });
  }
}
