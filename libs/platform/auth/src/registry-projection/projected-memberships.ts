import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { MembershipSource, standingOfRow, type Standing } from '../callers/membership-source.js';

/**
 * Memberships of the service's projection. An agency or partnership that is known to be closed closes its memberships;
 * one that has not arrived yet does not, since events come in any order.
 */
@Injectable()
export class ProjectedMemberships extends MembershipSource {
  constructor(private readonly database: Database) {
    super();
  }

  override async standing(partnershipId: string, membershipId: string): Promise<Standing | null> {
    const [found] = await this.database.first<Record<string, unknown>>(
      `select m.user_id, m.agency_id, m.roles, m.training_valid_to::text, set_config('app.agency_id', m.agency_id::text, true),
              m.active and coalesce(a.active, true) and coalesce(p.active, true) as active
         from membership_projection m
         left join agency_projection a on a.partnership_id = m.partnership_id and a.agency_id = m.agency_id
         left join partnership_projection p on p.id = m.partnership_id
        where m.partnership_id = $1 and m.id = $2`,
      [partnershipId, membershipId],
    );
    return found === undefined ? null : standingOfRow(partnershipId, membershipId, found);
  }
}
