import type { Person as Shown } from '@concordat/contracts-partnership-registry';
import { Injectable } from '@nestjs/common';
import type { Account } from '../accounts/account.entity.js';
import { Accounts } from '../accounts/accounts.js';
import { AgencyPlaces } from '../agencies/agency-places.js';
import { Memberships } from '../memberships/memberships.js';
import { firstHeld, PeopleAuthority } from '../memberships/people-authority.js';
import { RoleRequests } from '../roles/role-requests.js';
import { shownMembership } from '../memberships/shown-membership.js';
import type { Person } from './person.entity.js';

/** People as an administrator sees them: with their memberships of this partnership and the state of their account. */
@Injectable()
export class ShownPeople {
  constructor(
    private readonly memberships: Memberships,
    private readonly places: AgencyPlaces,
    private readonly accounts: Accounts,
    private readonly authority: PeopleAuthority,
    private readonly requests: RoleRequests,
  ) {}

  async one(person: Person): Promise<Shown> {
    const [shown] = await this.all(person.partnershipId, [person]);
    if (shown === undefined) throw new Error('A person could not be shown');
    return shown;
  }

  async all(partnershipId: string, people: readonly Person[]): Promise<Shown[]> {
    const userIds = people.map(({ userId }) => userId);
    const memberships = await this.memberships.of(partnershipId, userIds);
    const names = await this.places.names(partnershipId, memberships.map(({ agencyId }) => agencyId));
    const accounts = await this.accounts.many(userIds);
    const waiting = await this.requests.waiting(partnershipId, memberships.map(({ id }) => id));
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
        memberships: own.map((membership) =>
          shownMembership(membership, names.get(membership.agencyId) ?? '', {
            requested: waiting.filter(({ membershipId }) => membershipId === membership.id).map(({ role }) => role),
            mayChange: reach.reaches(membership.agencyId),
          }),
        ),
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
