import { defineWork, Outbox, Performs, SealedMessages, type Work } from '@concordat/platform-messaging';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Controller, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AccountLetters } from './account-letters.js';
import { AccountLinks } from './account-links.js';
import { Accounts } from './accounts.js';
import { Attempts } from './attempts.js';
import { RESET_SECONDS } from './authentication.js';
import { NOBODY, SentForms } from './sent-forms.js';

/** Looks for the accounts of an address, which is sealed to this service itself, and sends their owner a link for each. */
const sendReset = defineWork({ name: 'passwords.reset', payload: z.strictObject({ address: z.string() }) });

const asked = z.strictObject({ email: z.string() });

/**
 * Forgotten passwords. Whoever asks is answered before anybody looks whether there is an account, so that neither the
 * answer nor its time tells.
 */
@Injectable()
export class PasswordResets {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly sealed: SealedMessages,
    private readonly attempts: Attempts,
    private readonly forms: SentForms,
  ) {}

  /** @throws ProblemError `too-many-attempts`, whether or not the account exists */
  async ask(email: string, address: string, sending: Buffer | null): Promise<void> {
    await this.attempts.countLetter(email, address);
    const payload = { address: await this.sealed.sealFor('partnership-registry', asked.parse({ email })) };
    await this.database.transaction(NO_SCOPE, async () => {
      if (await this.forms.take(sending, NOBODY)) await this.outbox.perform(sendReset, payload);
    });
  }
}

@Controller()
export class PasswordResetSending {
  constructor(
    private readonly database: Database,
    private readonly sealed: SealedMessages,
    private readonly accounts: Accounts,
    private readonly links: AccountLinks,
    private readonly letters: AccountLetters,
  ) {}

  /** Nobody is written to at an address without an open account: it may be a stranger's. */
  @Performs(sendReset)
  async send({ payload }: Work<z.output<typeof sendReset.payload>>): Promise<void> {
    const { email } = await this.sealed.openSealed(payload.address, asked);
    const accounts = await this.database.transaction(NO_SCOPE, () => this.accounts.withEmail(email));
    for (const account of accounts.filter(({ open }) => open)) {
      const link = await this.links.create(account, RESET_SECONDS);
      await this.database.transaction(NO_SCOPE, () => this.letters.sendLink(account, 'password-reset', link));
    }
  }
}
