import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { Membership } from '../memberships/membership.entity.js';
import { PEOPLE_ADMINISTRATORS } from '../rules.js';

type Reviewed = Pick<Membership, 'partnershipId' | 'agencyId' | 'userId'>;

/** Who confirms whose access. Nobody confirms their own, nor that of whom they stand in for. */
@Injectable()
export class Reviewers {
  constructor(private readonly database: Database) {}

  /** For the memberships of one partnership, each asked of by itself. */
  async in(partnershipId: string): Promise<(reviewed: Reviewed) => string[]> {
    const keepers = await this.database.rows(Membership).find({ partnershipId, active: true, roles: { $overlap: [...PEOPLE_ADMINISTRATORS.roles, 'information-governance'] } });
    return (reviewed) => reviewersAmong(keepers, reviewed);
  }
}

/**
 * The administrators of the agency; of the partnership where the agency has no other; the agency's information governance
 * lead where the partnership has no other either. User ids, each once.
 */
export function reviewersAmong(keepers: readonly Pick<Membership, 'agencyId' | 'userId' | 'roles' | 'deputyFor'>[], { agencyId, userId }: Omit<Reviewed, 'partnershipId'>): string[] {
  const others = keepers.filter((keeper) => keeper.userId !== userId && keeper.deputyFor !== userId);
  const there = others.filter((keeper) => keeper.agencyId === agencyId);
  const tiers = [
    there.filter(({ roles }) => PEOPLE_ADMINISTRATORS.roles.some((role) => roles.includes(role))),
    others.filter(({ roles }) => roles.includes('administrator')),
    there.filter(({ roles }) => roles.includes('information-governance')),
  ];
  return [...new Set((tiers.find((tier) => tier.length > 0) ?? []).map((keeper) => keeper.userId))];
}
