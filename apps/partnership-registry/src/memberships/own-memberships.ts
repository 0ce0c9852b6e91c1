import type { currentSession } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import { Database, NO_SCOPE, scopeOf } from '@concordat/platform-persistence';
import type { EntityDictionary } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { todayInLondon } from '../calendar.js';
import { Person } from '../people/person.entity.js';
import { Membership } from './membership.entity.js';
import { isHolding } from './period.js';

export type OwnMembership = OutputOf<typeof currentSession>['memberships'][number];

interface Place {
  agency_id: string;
  agency_name: string;
  partnership_name: string;
}

/** Open agencies of an open partnership. */
const OPEN_PLACES = `
  select a.agency_id, a.name as agency_name, p.name as partnership_name
    from agency_place a
    join partnership_profile p on p.partnership_id = a.partnership_id and p.active
   where a.partnership_id = $1 and a.agency_id = any ($2::uuid[]) and a.active`;

/** Across partnerships: the policy `own_before_acting` lets a person's own rows through, and no others. */
const OWN = `
  select m.id, m.partnership_id, m.version, m.created_at, m.updated_at, m.user_id, m.user_name, m.agency_id, m.roles, m.deputy_for, m.starts_on, m.ends_on,
         m.training_valid_to, m.reviewed_on, m.suspended_on, m.account_open, m.active
    from membership m
   where m.user_id = $1 and m.account_open
   order by m.id`;

/** Where one person may act, in all partnerships: asked before any of them is chosen, with no other transaction open. */
@Injectable()
export class OwnMemberships {
  constructor(private readonly database: Database) {}

  /** Memberships that hold today, the oldest first; none of a closed account. */
  async of(userId: string): Promise<Membership[]> {
    return this.database.transaction({ ...NO_SCOPE, userId }, async () => {
      const today = todayInLondon(this.database.clock.now());
      const own = await this.database.first<EntityDictionary<Membership>>(OWN, [userId]);
      return own.map((row) => this.database.rowOf(Membership, row)).filter((membership) => isHolding(membership, today));
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
      const places = await this.database.first<Place>(OPEN_PLACES, [partnershipId, `{${own.map((membership) => membership.agencyId).join(',')}}`]);
      const stoodInFor = own.flatMap(({ deputyFor }) => deputyFor ?? []);
      const people = stoodInFor.length === 0 ? [] : await this.database.rows(Person).find({ partnershipId, userId: { $in: stoodInFor } });
      const nameOf = (userId: string | null): string | null => people.find((person) => person.userId === userId)?.name ?? null;
      return own.flatMap(({ id, agencyId, roles, deputyFor }) => {
        const place = places.find((one) => one.agency_id === agencyId);
        return place === undefined ? [] : [{ id, agencyId, agencyName: place.agency_name, partnershipId, partnershipName: place.partnership_name, roles, deputyFor: nameOf(deputyFor) }];
      });
    });
  }
}
