import { MembershipSource, standingOfRow, type Standing } from '@concordat/platform-auth';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { todayInLondon } from '../calendar.js';

/** As `holdsOn` says it, and with the account, the agency and the partnership open. */
const STANDING = `
  select m.user_id, m.agency_id, m.roles, m.training_valid_to::text, set_config('app.agency_id', m.agency_id::text, true),
         m.account_open and m.suspended_on is null and m.starts_on <= today and (m.ends_on is null or today < m.ends_on)
         and exists (select from auth."user" u where u.id = m.user_id::text and u.open)
         and exists (select from agency_place a where a.partnership_id = m.partnership_id and a.agency_id = m.agency_id and a.active)
         and exists (select from partnership_profile p where p.partnership_id = m.partnership_id and p.active) as active
    from membership m cross join (select $1::date as today) today
   where m.partnership_id = $2 and m.id = $3`;

/** Who a token's membership makes somebody in this service: its own tables, where others have a projection of them. */
@Injectable()
export class RegistryMemberships extends MembershipSource {
  constructor(private readonly database: Database) {
    super();
  }

  override async standing(partnershipId: string, membershipId: string): Promise<Standing | null> {
    const [found] = await this.database.first<Record<string, unknown>>(STANDING, [todayInLondon(this.database.clock.now()), partnershipId, membershipId]);
    return found === undefined ? null : standingOfRow(partnershipId, membershipId, found);
  }
}
