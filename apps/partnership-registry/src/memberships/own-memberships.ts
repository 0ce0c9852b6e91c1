import type { currentSession } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import { Database, NO_SCOPE, scopeOf } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { AgencyPlace } from '../agencies/agency.entity.js';
import { todayInLondon } from '../calendar.js';
import { PartnershipProfile } from '../partnerships/partnership.entity.js';
import { Person } from '../people/person.entity.js';
import { Membership } from './membership.entity.js';
import { isHolding } from './period.js';

export type OwnMembership = OutputOf<typeof currentSession>['memberships'][number];

/** Where one person may act, in all partnerships: asked before any of them is chosen, with no other transaction open. */
@Injectable()
export class OwnMemberships {
  constructor(private readonly database: Database) {}

  /** Memberships that hold today, the oldest first; none of a closed account. */
  async of(userId: string): Promise<Membership[]> {
    return this.database.transaction({ ...NO_SCOPE, userId }, async () => {
      const today = todayInLondon(this.database.clock.now());
      // Across partnerships: the policy `own_before_acting` lets a person's own rows through, and no others.
      const own = await this.database.em.find(Membership, { userId, accountOpen: true }, { orderBy: { id: 'asc' } });
      return own.filter((membership) => isHolding(membership, today));
    });
  }

  /** The same with the names of their agencies and partnerships; those whose agency or partnership is closed are left out. */
  async described(userId: string): Promise<OwnMembership[]> {
    const own = await this.of(userId);
    const described: OwnMembership[] = [];
    for (const partnershipId of new Set(own.map((membership) => membership.partnershipId))) {
      const here = own.filter((membership) => membership.partnershipId === partnershipId);
      described.push(...(await this.#describe(partnershipId, here)));
    }
    return described;
  }

  async #describe(partnershipId: string, own: readonly Membership[]): Promise<OwnMembership[]> {
    return this.database.transaction(scopeOf(partnershipId), async () => {
      const profile = await this.database.rows(PartnershipProfile).findOne({ partnershipId, active: true });
      if (profile === null) return [];
      const agencyIds = own.map((membership) => membership.agencyId);
      const places = await this.database.rows(AgencyPlace).find({ partnershipId, active: true, agencyId: { $in: agencyIds } });
      const stoodInFor = own.flatMap(({ deputyFor }) => deputyFor ?? []);
      const people = stoodInFor.length === 0 ? [] : await this.database.rows(Person).find({ partnershipId, userId: { $in: stoodInFor } });
      const nameOf = (userId: string | null): string | null => people.find((person) => person.userId === userId)?.name ?? null;
      return own.flatMap(({ id, agencyId, roles, deputyFor }) => {
        const place = places.find((one) => one.agencyId === agencyId);
        return place === undefined ? [] : [{ id, agencyId, agencyName: place.name, partnershipId, partnershipName: profile.name, roles, deputyFor: nameOf(deputyFor) }];
      });
    });
  }
}
