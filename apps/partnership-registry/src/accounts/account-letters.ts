import { accountLetter, AccountLetterWanted, type AccountLetter } from '@concordat/contracts-partnership-registry';
import { Outbox, SealedMessages } from '@concordat/platform-messaging';
import { Clock } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { Account } from './account.entity.js';

/** Hours for which it is worth telling somebody that their account was changed. */
const TELLING_HOURS = 48;

/** Letters to the owners of accounts, which notifications sends. In the open transaction: no letter tells of what did not happen. */
@Injectable()
export class AccountLetters {
  constructor(
    private readonly outbox: Outbox,
    private readonly sealed: SealedMessages,
    private readonly clock: Clock,
  ) {}

  /** With a link that sets a password. */
  async sendLink(account: Pick<Account, 'id' | 'email' | 'homePartnershipId'>, kind: 'invitation' | 'password-reset', link: { token: string; expiresAt: string }): Promise<void> {
    await this.#send(account, { kind, email: account.email, token: link.token }, link.expiresAt);
  }

  /** That something with which they sign in was changed, or somebody tried it, so that they notice if it was not they. */
  async tell(account: Pick<Account, 'id' | 'email' | 'homePartnershipId'>, kind: 'password-changed' | 'second-factor-changed' | 'organisation-account-changed' | 'address-changed' | 'sign-in-failed' | 'new-browser'): Promise<void> {
    const until = new Date(this.clock.now().getTime() + TELLING_HOURS * 3_600_000);
    await this.#send(account, { kind, email: account.email, token: null }, until.toISOString());
  }

  async #send({ id, homePartnershipId }: Pick<Account, 'id' | 'homePartnershipId'>, letter: AccountLetter, expiresAt: string): Promise<void> {
    await this.outbox.publish(AccountLetterWanted, {
      aggregateId: id,
      partnershipId: homePartnershipId,
      payload: { letter: await this.sealed.sealFor('notifications', accountLetter.parse(letter)), expiresAt },
    });
  }
}
