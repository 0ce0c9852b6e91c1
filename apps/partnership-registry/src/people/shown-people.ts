import type { Person as Shown } from '@concordat/contracts-partnership-registry';
import { Injectable } from '@nestjs/common';
import type { Account } from '../accounts/account.entity.js';
import { Accounts } from '../accounts/accounts.js';
import { Memberships } from '../memberships/memberships.js';
import { firstHeld, PeopleAuthority } from '../memberships/people-authority.js';
import { ShownMemberships } from '../memberships/shown-memberships.js';
import type { Person } from './person.entity.js';

/** People as an administrator sees them: with their memberships of this partnership and the state of their account. */
@Injectable()
export class ShownPeople {
  constructor(
    private readonly memberships: Memberships,
    private readonly accounts: Accounts,
    private readonly authority: PeopleAuthority,
    private readonly shown: ShownMemberships,
  ) {}

  async one(person: Person): Promise<Shown> {
    const [shown] = await this.all(person.partnershipId, [person]);
    if (shown === undefined) throw new Error('A person could not be shown');
    return shown;
  }

  async all(partnershipId: string, people: readonly Person[]): Promise<Shown[]> {
    const userIds = people.map(({ userId }) => userId);
    const memberships = await this.memberships.of(partnershipId, userIds);
    const shown = await this.shown.all(partnershipId, memberships);
    const accounts = await this.accounts.many(userIds);
    const reach = await this.authority.reach();
    const invitable = await this.authority.mayInvite(userIds, memberships);
    return people.map((person) => {
      const account = accounts.get(person.userId);
      const own = memberships.filter(({ userId }) => userId === person.userId);
      return {
        id: person.userId,
        name: person.name,
        email: person.email,
        open: person.open,
        ...rightsOver(person.userId, reach.reaches(firstHeld(own)[0]?.agencyId ?? ''), invitable),
        managedHere: account?.homePartnershipId === partnershipId,
        secondFactor: secondFactorOf(account),
        memberships: shown.filter(({ userId }) => userId === person.userId),
        version: person.version,
        updatedAt: person.updatedAt.toISOString(),
      };
    });
  }
}

const rightsOver = (userId: string, mayManage: boolean, invitable: ReadonlySet<string>): Pick<Shown, 'mayManage' | 'mayInvite'> => ({ mayManage, mayInvite: mayManage || invitable.has(userId) });

function secondFactorOf(account: Account | undefined): Shown['secondFactor'] {
  if (account?.twoFactorEnabled || account?.hasPasskey) return 'on';
  return account?.secondFactorExempt ? 'exempt' : 'not-set-up';
}
