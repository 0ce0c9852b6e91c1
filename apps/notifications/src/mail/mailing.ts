import { id } from '@concordat/contracts-protocol';
import { defineWork, Outbox } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { z } from 'zod';

/** Sends one message, unless it was sent or is wanted no more. */
export const SendMail = defineWork({ name: 'mail.send', payload: z.strictObject({ mailId: id }) });

/** Messages that are to be sent. Each is a row that waits until it is settled, and a piece of work that sends it after the commit. */
@Injectable()
export class Mailing {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /** One notice, at once. */
  async post(partnershipId: string, userId: string, noticeId: string): Promise<void> {
    const mailId = await this.#add(partnershipId, userId, 'notice', null);
    if (mailId === null) return;
    await this.database.em.execute('update notice set mail_id = ? where partnership_id = ? and id = ?', [mailId, partnershipId, noticeId], 'run');
  }

  /** The unread notices up to `until` that wait for the daily message; one a day, however often it is asked for. */
  async postDay(partnershipId: string, userId: string, day: string, until: Date): Promise<void> {
    const mailId = await this.#add(partnershipId, userId, 'day', day);
    if (mailId === null) return;
    await this.database.em.execute(
      `update notice set mail_id = ?
        where partnership_id = ? and user_id = ? and by_mail = 'daily' and mail_id is null and read_at is null and at < ?`,
      [mailId, partnershipId, userId, until],
      'run',
    );
  }

  async #add(partnershipId: string, userId: string, what: 'notice' | 'day', day: string | null): Promise<string | null> {
    const mailId = v7();
    const added = await this.database.em.execute<unknown[]>(
      `insert into mail (id, partnership_id, user_id, what, day, state, made_at) values (?, ?, ?, ?, ?, 'waiting', ?)
       on conflict (partnership_id, user_id, day) do nothing returning id`,
      [mailId, partnershipId, userId, what, day, this.database.clock.now()],
    );
    if (added.length === 0) return null;
    await this.outbox.perform(SendMail, { mailId });
    return mailId;
  }
}
