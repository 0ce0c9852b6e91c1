import { MembershipSource, type Standing } from '@concordat/platform-auth';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { Accounts } from '../accounts/accounts.js';
import { AgencyPlace } from '../agencies/agency.entity.js';
import { todayInLondon } from '../calendar.js';
import { PartnershipProfile } from '../partnerships/partnership.entity.js';
import { Membership } from './membership.entity.js';
import { holdsOn } from './period.js';

/** Who a token's membership makes somebody in this service: its own tables, where others have a projection of them. */
@Injectable()
export class RegistryMemberships extends MembershipSource {
  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
  ) {
    super();
  }

  override async standing(partnershipId: string, membershipId: string): Promise<Standing | null> {
    const membership = await this.database.rows(Membership).findOne({ partnershipId, id: membershipId });
    if (membership === null) return null;
    const { userId, agencyId, roles, trainingValidTo } = membership;
    const account = await this.accounts.find(userId);
    const place = await this.database.rows(AgencyPlace).findOne({ partnershipId, agencyId, active: true });
    const profile = await this.database.rows(PartnershipProfile).findOne({ partnershipId, active: true });
    const holds = membership.suspendedOn === null && holdsOn(membership, todayInLondon(this.database.clock.now()));
    const active = holds && (account?.open ?? false) && place !== null && profile !== null;
    return { membershipId, userId, partnershipId, agencyId, roles, active, trainingValidTo };
  }
}
