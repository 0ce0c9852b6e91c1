import { accountLetter, AccountLetterWanted } from '@concordat/contracts-partnership-registry';
import { id, type EventOf } from '@concordat/contracts-protocol';
import { PermanentFailure } from '@concordat/platform-errors';
import { Consumes, defineWork, Outbox, Performs, SealedMessages, type Work } from '@concordat/platform-messaging';
import { Database, scopeOf } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { MailSettings } from '../config.js';
import { MailServer } from '../mail/mail-server.js';
import { giveUpInTime } from '../passing-faults/passing-fault.js';
import { wordsOfLetter } from './words-of-letter.js';

/** Sends one letter, unless it was sent or came too late. */
export const SendAccountLetter = defineWork({ name: 'account-letter.send', payload: z.strictObject({ letterId: id }) });

interface Waiting {
  letter: string;
  made_at: string;
  expires_at: string;
}

/**
 * Letters about somebody's own account: invitations, new passwords. They go whatever the person chose to hear of, and
 * whether or not the registry has told of them yet. A letter is opened as it is sent and not kept after.
 */
@Controller()
export class AccountLetters {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly sealed: SealedMessages,
    private readonly server: MailServer,
    private readonly settings: MailSettings,
  ) {}

  @Consumes(AccountLetterWanted)
  async wanted({ id: eventId, partnershipId, payload }: EventOf<typeof AccountLetterWanted>): Promise<void> {
    await this.database.write(
      'insert into account_letter (id, partnership_id, letter, made_at, expires_at) values ($1, $2, $3, $4, $5) on conflict (id) do nothing',
      [eventId, given(partnershipId), payload.letter, this.database.clock.now(), payload.expiresAt],
    );
    await this.outbox.perform(SendAccountLetter, { letterId: eventId });
  }

  /** The row stays locked while the server takes the message, as with notices. */
  @Performs(SendAccountLetter)
  async send({ partnershipId: of, payload: { letterId } }: Work<z.output<typeof SendAccountLetter.payload>>): Promise<void> {
    const partnershipId = given(of);
    await this.database.transaction(scopeOf(partnershipId), async () => {
      const [waiting] = await this.database.em.execute<Waiting[]>(
        `select letter, to_char(made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as made_at, to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as expires_at
           from account_letter where partnership_id = ? and id = ? and letter is not null for update`,
        [partnershipId, letterId],
      );
      if (waiting === undefined) return;
      if (new Date(waiting.expires_at) > this.database.clock.now()) await this.#hand(partnershipId, letterId, waiting);
      await this.database.em.execute('update account_letter set letter = null, settled_at = ? where partnership_id = ? and id = ?', [this.database.clock.now(), partnershipId, letterId], 'run');
    });
  }

  async #hand(partnershipId: string, letterId: string, { letter, made_at, expires_at }: Waiting): Promise<void> {
    const { email, ...about } = await this.sealed.openSealed(letter, accountLetter);
    try {
      await this.server.send(letterId, partnershipId, email, wordsOfLetter(this.settings.webUrl, about, new Date(expires_at)));
    } catch (error) {
      giveUpInTime(error, new Date(made_at), this.database.clock.now());
      throw error;
    }
  }
}

function given(partnershipId: string | null): string {
  if (partnershipId === null) throw new PermanentFailure('A letter belongs to a partnership, and none is named');
  return partnershipId;
}
