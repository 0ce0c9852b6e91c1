import { defineWork, Outbox, Performs, SealedMessages, type Work } from '@concordat/platform-messaging';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Controller, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AccountLetters } from './account-letters.js';
import { Accounts } from './accounts.js';

/** Looks for the accounts of an address, which is sealed to this service itself, and tells their owners. */
const tellOfAttempts = defineWork({ name: 'accounts.tell-of-attempts', payload: z.strictObject({ address: z.string() }) });

const tried = z.strictObject({ email: z.string() });

/** OWASP ASVS 5.0, V6.3.5. Whoever tries is answered before anybody looks whether there is an account, so that nothing tells. */
@Injectable()
export class AttemptNotices {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly sealed: SealedMessages,
  ) {}

  async want(email: string): Promise<void> {
    const payload = { address: await this.sealed.sealFor('partnership-registry', tried.parse({ email })) };
    await this.database.transaction(NO_SCOPE, () => this.outbox.perform(tellOfAttempts, payload));
  }
}

@Controller()
export class AttemptTelling {
  constructor(
    private readonly database: Database,
    private readonly sealed: SealedMessages,
    private readonly accounts: Accounts,
    private readonly letters: AccountLetters,
  ) {}

  @Performs(tellOfAttempts)
  async tell({ payload }: Work<z.output<typeof tellOfAttempts.payload>>): Promise<void> {
    const { email } = await this.sealed.openSealed(payload.address, tried);
    await this.database.transaction(NO_SCOPE, async () => {
      for (const account of await this.accounts.withEmail(email)) if (account.open) await this.letters.tell(account, 'sign-in-failed');
    });
  }
}
