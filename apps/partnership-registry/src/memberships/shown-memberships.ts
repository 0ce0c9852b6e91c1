import type { Membership as Shown } from '@concordat/contracts-partnership-registry';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { AgencyPlaces } from '../agencies/agency-places.js';
import { Person } from '../people/person.entity.js';
import { WaitingRoles } from '../roles/waiting-roles.js';
import type { Membership } from './membership.entity.js';
import { PeopleAuthority } from './people-authority.js';

/** Memberships as whoever looks after people sees them. */
@Injectable()
export class ShownMemberships {
  constructor(
    private readonly database: Database,
    private readonly places: AgencyPlaces,
    private readonly authority: PeopleAuthority,
    private readonly waiting: WaitingRoles,
  ) {}

  async one(membership: Membership): Promise<Shown> {
    const [shown] = await this.all(membership.partnershipId, [membership]);
    if (shown === undefined) throw new Error('A membership could not be shown');
    return shown;
  }

  /** Memberships of one partnership. */
  async all(partnershipId: string, memberships: readonly Membership[]): Promise<Shown[]> {
    const agencies = await this.places.names(partnershipId, memberships.map(({ agencyId }) => agencyId));
    const waiting = await this.waiting.of(partnershipId, memberships.map(({ id }) => id));
    const reach = await this.authority.reach();
    const stoodInFor = memberships.flatMap(({ deputyFor }) => deputyFor ?? []);
    const people = stoodInFor.length === 0 ? [] : await this.database.rows(Person).find({ partnershipId, userId: { $in: stoodInFor } });
    return memberships.map((membership) => ({
      id: membership.id,
      userId: membership.userId,
      agencyId: membership.agencyId,
      agencyName: agencies.get(membership.agencyId) ?? '',
      roles: membership.roles,
      requested: waiting.filter(({ membershipId }) => membershipId === membership.id).map(({ role }) => role),
      deputyFor: membership.deputyFor === null ? null : { userId: membership.deputyFor, name: people.find(({ userId }) => userId === membership.deputyFor)?.name ?? '' },
      mayChange: reach.reaches(membership.agencyId),
      startsOn: membership.startsOn,
      endsOn: membership.endsOn,
      trainingValidTo: membership.trainingValidTo,
      suspendedOn: membership.suspendedOn,
      active: membership.active,
      version: membership.version,
      updatedAt: membership.updatedAt.toISOString(),
    }));
  }
}
