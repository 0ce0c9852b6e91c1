import { id } from '@concordat/contracts-protocol';
import { defineWork, Performs, type Work } from '@concordat/platform-messaging';
import { Database, NO_SCOPE, scopeOf } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { Accounts } from '../accounts/accounts.js';
import { Membership } from '../memberships/membership.entity.js';
import { Memberships } from '../memberships/memberships.js';
import { Person } from './person.entity.js';

/** Brings a person's other partnerships into step with their account, which one partnership manages. */
export const followAccount = defineWork({ name: 'accounts.follow', payload: z.strictObject({ userId: id }) });

const WHY = 'The account was changed by the partnership that manages it';

@Controller()
export class AccountFollowers {
  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
    private readonly memberships: Memberships,
  ) {}

  @Performs(followAccount)
  async follow({ payload: { userId } }: Work<{ userId: string }>): Promise<void> {
    for (const partnershipId of await this.#partnershipsOf(userId)) {
      await this.database.transaction(scopeOf(partnershipId), () => this.#followIn(partnershipId, userId));
    }
  }

  async #partnershipsOf(userId: string): Promise<Set<string>> {
    return this.database.transaction({ ...NO_SCOPE, userId }, async () => {
      const own = await this.database.em.find(Membership, { userId });
      return new Set(own.map(({ partnershipId }) => partnershipId));
    });
  }

  async #followIn(partnershipId: string, userId: string): Promise<void> {
    const account = await this.accounts.find(userId);
    const person = await this.database.rows(Person).findOne({ partnershipId, userId });
    if (account === null || person === null) return;
    const { name, email, open } = account;
    if (person.name === name && person.email === email && person.open === open) return;
    await this.database.rows(Person).change(person, person.version, { name, email, open }, WHY);
    await this.memberships.follow(person, WHY);
  }
}
