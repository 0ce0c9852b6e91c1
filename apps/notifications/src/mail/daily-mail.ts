import { Performs, type Schedule } from '@concordat/platform-messaging';
import { Database, NO_SCOPE, scopeOf } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { DateTime } from 'luxon';
import { Mailing } from './mailing.js';

const HOUR = 8;

/** At 8:00 in Europe/London, and again every ten minutes for what a service or server that was away has left over. */
export const dailyMailSchedule: Schedule = { id: 'daily-mail', work: 'daily-mail.gather', cron: '*/10 * * * *' };

/** One message each morning for those who want it so. */
@Controller()
export class DailyMail {
  constructor(
    private readonly database: Database,
    private readonly mailing: Mailing,
  ) {}

  @Performs('daily-mail.gather')
  async gather(): Promise<void> {
    const now = DateTime.fromJSDate(this.database.clock.now(), { zone: 'Europe/London' });
    const morning = now.startOf('day').set({ hour: HOUR });
    if (now < morning) return;
    const partnerships = await this.database.transaction(NO_SCOPE, () => this.database.em.execute<{ id: string }[]>('select id from partnership_projection where active order by id'));
    for (const { id } of partnerships) await this.database.transaction(scopeOf(id), () => this.#gatherIn(id, morning));
  }

  async #gatherIn(partnershipId: string, morning: DateTime): Promise<void> {
    const until = morning.toJSDate();
    const waiting = await this.database.em.execute<{ user_id: string }[]>(
      `select distinct user_id from notice where partnership_id = ? and by_mail = 'daily' and mail_id is null and read_at is null and at < ? order by user_id`,
      [partnershipId, until],
    );
    for (const { user_id } of waiting) await this.mailing.postDay(partnershipId, user_id, morning.toFormat('yyyy-MM-dd'), until);
  }
}
