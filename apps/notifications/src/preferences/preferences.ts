import type { MailChoice } from '@concordat/contracts-notifications';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { Preference } from './preference.entity.js';

/** What holds for whoever never chose. */
const DEFAULT: MailChoice = 'at-once';

export interface Choice {
  mail: MailChoice;
  /** Null while the person never chose. */
  version: number | null;
}

@Injectable()
export class Preferences {
  constructor(private readonly database: Database) {}

  async of(partnershipId: string, userId: string): Promise<Choice> {
    const found = await this.database.rows(Preference).findOne({ partnershipId, userId });
    return found === null ? { mail: DEFAULT, version: null } : { mail: found.mail, version: found.version };
  }

  async choicesOf(partnershipId: string, userIds: readonly string[]): Promise<Map<string, MailChoice>> {
    const found = await this.database.rows(Preference).find({ partnershipId, userId: { $in: [...userIds] } });
    const chosen = new Map(found.map(({ userId, mail }) => [userId, mail]));
    return new Map(userIds.map((userId) => [userId, chosen.get(userId) ?? DEFAULT]));
  }

  /** Choosing what holds already changes nothing. @throws StaleVersionError */
  async choose(partnershipId: string, userId: string, mail: MailChoice, seenVersion: number | null): Promise<Choice & { version: number }> {
    // Two first choices at the same moment: the second finds the first.
    await this.database.em.execute('insert into preference (partnership_id, user_id, mail) values (?, ?, ?) on conflict (partnership_id, user_id) do nothing', [partnershipId, userId, mail], 'run');
    const preference = await this.database.rows(Preference).get({ partnershipId, userId });
    if (preference.mail !== mail) await this.database.rows(Preference).change(preference, seenVersion ?? 0, { mail });
    if (mail === 'application-only') await this.#forget(partnershipId, userId);
    return { mail, version: preference.version };
  }

  /** What was kept for the next morning is sent to nobody who wants no mail; what is on its way is stopped as it is about to go. */
  async #forget(partnershipId: string, userId: string): Promise<void> {
    await this.database.em.execute(
      `update notice set by_mail = 'application-only' where partnership_id = ? and user_id = ? and by_mail = 'daily' and mail_id is null and read_at is null`,
      [partnershipId, userId],
      'run',
    );
  }
}
