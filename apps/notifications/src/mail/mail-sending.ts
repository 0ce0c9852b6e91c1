import { PermanentFailure } from '@concordat/platform-errors';
import { Performs, type Work } from '@concordat/platform-messaging';
import { Database, scopeOf } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { MailSettings } from '../config.js';
import { Contacts } from '../contacts/contacts.js';
import { Members } from '../members/members.js';
import type { NoticeKind } from '../notices/wording.js';
import { giveUpInTime, PassingFault } from '../passing-faults/passing-fault.js';
import { Preferences } from '../preferences/preferences.js';
import { dayLetter, noticeLetter, type Letter } from './letters.js';
import { MailServer } from './mail-server.js';
import { SendMail } from './mailing.js';

interface Waiting {
  id: string;
  user_id: string;
  what: 'notice' | 'day';
  made_at: string;
}

/**
 * Sends what waits. Everything is read again as it is sent: whether the person still belongs here, what they chose,
 * and whether they have read it by now.
 */
@Controller()
export class MailSending {
  constructor(
    private readonly database: Database,
    private readonly members: Members,
    private readonly preferences: Preferences,
    private readonly contacts: Contacts,
    private readonly server: MailServer,
    private readonly settings: MailSettings,
  ) {}

  /**
   * The row stays locked while the server takes the message, so that a second run waits and then finds it sent. Only a
   * process that ends between the server's answer and the commit sends it twice, with the same Message-ID.
   */
  @Performs(SendMail)
  async send({ partnershipId, payload }: Work<z.output<typeof SendMail.payload>>): Promise<void> {
    if (partnershipId === null) throw new PermanentFailure('A message belongs to a partnership, and the work names none');
    await this.database.transaction(scopeOf(partnershipId), async () => {
      const [mail] = await this.database.em.execute<Waiting[]>(
        `select id, user_id, what, to_char(made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as made_at from mail
          where partnership_id = ? and id = ? and state = 'waiting' for update`,
        [partnershipId, payload.mailId],
      );
      if (mail === undefined) return;
      const letter = await this.#letter(partnershipId, mail);
      if (letter !== null) await this.#hand(partnershipId, mail, letter);
      await this.database.em.execute(
        'update mail set state = ?, settled_at = ? where partnership_id = ? and id = ?',
        [letter === null ? 'left-out' : 'sent', this.database.clock.now(), partnershipId, mail.id],
        'run',
      );
    });
  }

  /** Null when it is not to be sent any more. */
  async #letter(partnershipId: string, { id, user_id, what }: Waiting): Promise<Letter | null> {
    if ((await this.members.standing(partnershipId, user_id)) !== 'active') return null;
    const { mail: choice } = await this.preferences.of(partnershipId, user_id);
    if (choice === 'application-only') return null;
    if (what === 'notice' && choice === 'daily') {
      await this.database.em.execute(`update notice set by_mail = 'daily', mail_id = null where partnership_id = ? and mail_id = ?`, [partnershipId, id], 'run');
      return null;
    }
    const notices = await this.database.em.execute<{ id: string; kind: NoticeKind }[]>(
      'select id, kind from notice where partnership_id = ? and mail_id = ? and read_at is null order by kind, id',
      [partnershipId, id],
    );
    const [first] = notices;
    if (first === undefined) return null;
    return what === 'notice' ? noticeLetter(this.settings.webUrl, first) : dayLetter(this.settings.webUrl, notices.map(({ kind }) => kind));
  }

  async #hand(partnershipId: string, { id, user_id, made_at }: Waiting, letter: Letter): Promise<void> {
    try {
      const address = await this.contacts.addressOf(partnershipId, user_id);
      if (address === null) throw new PassingFault('address-not-known');
      await this.server.send(id, partnershipId, address, letter);
    } catch (error) {
      giveUpInTime(error, new Date(made_at), this.database.clock.now());
      throw error;
    }
  }
}
