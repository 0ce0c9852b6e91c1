import { id } from '@concordat/contracts-protocol';
import { defineWork, Performs, type Work } from '@concordat/platform-messaging';
import { Database, NO_SCOPE, scopeOf } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { Accounts } from '../accounts/accounts.js';
import { Membership } from '../memberships/membership.entity.js';
import { Memberships } from '../memberships/memberships.js';
import { Person } from './person.entity.js';

/**
 * Brings a person's other partnerships into step with their account, which one partnership manages. `by` opened it, to
 * them again or, with `askAgain`, perhaps to somebody else: they are no second person for what that gives.
 */
export const followAccount = defineWork({ name: 'accounts.follow', payload: z.strictObject({ userId: id, by: id.optional(), askAgain: z.boolean().optional() }) });

const WHY = 'The account was changed by the partnership that manages it';

@Controller()
export class AccountFollowers {
  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
    private readonly memberships: Memberships,
  ) {}

  @Performs(followAccount)
  async follow({ payload: { userId, by, askAgain = false } }: Work<{ userId: string; by?: string | undefined; askAgain?: boolean | undefined }>): Promise<void> {
    for (const partnershipId of await this.#partnershipsOf(userId)) {
      await this.database.transaction(scopeOf(partnershipId), () => (askAgain ? this.#askAgainIn(partnershipId, userId, by ?? null) : this.#followIn(partnershipId, userId, by ?? null)));
    }
  }

  async #partnershipsOf(userId: string): Promise<Set<string>> {
    return this.database.transaction({ ...NO_SCOPE, userId }, async () => {
      const own = await this.database.em.find(Membership, { userId });
      return new Set(own.map(({ partnershipId }) => partnershipId));
    });
  }

  /** Where the account is managed it was done with what made it necessary. */
  async #askAgainIn(partnershipId: string, userId: string, by: string | null): Promise<void> {
    const account = await this.accounts.find(userId);
    const person = await this.database.rows(Person).findOne({ partnershipId, userId });
    if (account !== null && person !== null && account.homePartnershipId !== partnershipId) await this.memberships.askAgain(person, WHY, by);
  }

  async #followIn(partnershipId: string, userId: string, by: string | null): Promise<void> {
    const account = await this.accounts.find(userId);
    const person = await this.database.rows(Person).findOne({ partnershipId, userId });
    if (account === null || person === null) return;
    const { name, email, open } = account;
    if (person.name === name && person.email === email && person.open === open) return;
    await this.database.rows(Person).change(person, person.version, { name, email, open }, WHY);
    await this.memberships.follow(person, WHY, by);
  }
}
