import { Performs, type Schedule } from '@concordat/platform-messaging';
import { Database, NO_SCOPE, scopeOf } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';

/** Days for which notices, and the addresses of those who left, are kept. */
const DAYS = 180;

export const retentionSchedule: Schedule = { id: 'retention', work: 'retention.remove', cron: '20 3 * * *' };

/** Removes what nobody needs any more: old notices with their messages, and how to write to people who have left. */
@Controller()
export class Retention {
  constructor(private readonly database: Database) {}

  @Performs('retention.remove')
  async remove(): Promise<void> {
    const before = new Date(this.database.clock.now().getTime() - DAYS * 86_400_000);
    const partnerships = await this.database.transaction(NO_SCOPE, () => this.database.em.execute<{ id: string }[]>('select id from partnership_projection order by id'));
    for (const { id } of partnerships) await this.database.transaction(scopeOf(id), () => this.#removeIn(id, before));
  }

  async #removeIn(partnershipId: string, before: Date): Promise<void> {
    const statements = [
      'delete from account_letter where partnership_id = ? and made_at < ?',
      'delete from notice where partnership_id = ? and at < ?',
      `delete from mail where partnership_id = ? and made_at < ? and not exists (select from notice n where n.partnership_id = mail.partnership_id and n.mail_id = mail.id)`,
      `delete from contact where partnership_id = ? and exists (
         select from membership_projection m where m.partnership_id = contact.partnership_id and m.id = contact.id and not m.active and m.updated_at < ?)`,
    ];
    for (const statement of statements) await this.database.em.execute(statement, [partnershipId, before], 'run');
  }
}
