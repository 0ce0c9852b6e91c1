import { defineWork, Performs, type Schedule } from '@concordat/platform-messaging';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { EndedSessions } from './ended-sessions.js';

const removeExpired = defineWork({ name: 'sessions.remove-expired', payload: z.strictObject({}) });

export const expirySchedule: Schedule = { id: 'sessions-remove-expired', work: removeExpired.name, payload: {}, cron: '30 3 * * *' };

/** Days after which a browser that was not used is as good as new. */
const BROWSER_DAYS = 400;

/** Sessions, links and waiting sign-ins that ran out, which the accounts library leaves where they are; and browsers that were forgotten. */
@Controller()
export class ExpiredSessions {
  constructor(
    private readonly database: Database,
    private readonly sessions: EndedSessions,
  ) {}

  @Performs(removeExpired)
  async remove(): Promise<void> {
    await this.database.transaction(NO_SCOPE, async () => {
      const now = this.database.clock.now();
      await this.sessions.end('timed-out', '"expiresAt" < ?', [now]);
      await this.database.em.execute('delete from auth.verification where "expiresAt" < ?', [now], 'run');
      await this.database.em.execute('delete from auth.known_browser where last_used_at < ?', [new Date(now.getTime() - BROWSER_DAYS * 86_400_000)], 'run');
    });
  }
}
