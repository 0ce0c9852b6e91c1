import { defineWork, Performs, type Schedule } from '@concordat/platform-messaging';
import { Database, NO_SCOPE, scopeOf } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { todayInLondon } from '../../calendar.js';
import { Partnerships } from '../../partnerships/partnerships.js';
import { Agreement } from '../agreement.entity.js';
import { AgreementNotices } from './agreement-notices.js';
import { remindersOf, type Reminder } from './reminders.js';

const chaseAgreements = defineWork({ name: 'agreements.chase', payload: z.strictObject({}) });

/** Every hour: the first run after midnight finds what a day brings, and one that failed is made up for soon. */
export const chasingSchedule: Schedule = { id: 'agreements-chase', work: chaseAgreements.name, payload: {}, every: 60 * 60_000 };

/**
 * Agreements that end or wait for their review: those who look after them are told until it is done. What was told is
 * written with the telling, so that a run which stops on the way, or comes twice, tells nobody twice and forgets nobody.
 */
@Controller()
export class ChasedAgreements {
  constructor(
    private readonly database: Database,
    private readonly partnerships: Partnerships,
    private readonly notices: AgreementNotices,
  ) {}

  @Performs(chaseAgreements)
  async chase(): Promise<void> {
    const ids = await this.database.transaction(NO_SCOPE, () => this.partnerships.ids());
    for (const id of ids) await this.database.transaction(scopeOf(id), () => this.#chase(id));
  }

  async #chase(partnershipId: string): Promise<void> {
    const today = todayInLondon(this.database.clock.now());
    const living = await this.database.rows(Agreement).find({ partnershipId, status: { $in: ['active', 'suspended'] } });
    const succeeded = new Set(living.flatMap(({ status, supersedes }) => (status === 'active' && supersedes !== null ? [supersedes] : [])));
    for (const agreement of living) {
      for (const reminder of remindersOf(agreement, succeeded.has(agreement.id), today)) {
        if ((await this.#isNew(agreement, reminder)) && (await this.notices.tell(agreement, reminder.kind))) await this.#remember(agreement, reminder);
      }
    }
  }

  async #isNew({ partnershipId, id }: Agreement, { kind, dueOn, step }: Reminder): Promise<boolean> {
    const told = await this.database.em.execute<unknown[]>(
      'select from agreement_reminder where partnership_id = ? and agreement_id = ? and kind = ? and due_on = ? and step = ?',
      [partnershipId, id, kind, dueOn, step],
    );
    return told.length === 0;
  }

  /** Two runs at once: the second one's insert waits for the first and fails, and nothing of it is told. */
  async #remember({ partnershipId, id }: Agreement, { kind, dueOn, step }: Reminder): Promise<void> {
    await this.database.em.execute(
      'insert into agreement_reminder (partnership_id, agreement_id, kind, due_on, step, told_at) values (?, ?, ?, ?, ?, ?)',
      [partnershipId, id, kind, dueOn, step, this.database.clock.now()],
      'run',
    );
  }
}
