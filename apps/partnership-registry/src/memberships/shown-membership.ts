import type { Membership as Shown } from '@concordat/contracts-partnership-registry';
import type { Membership } from './membership.entity.js';

export const shownMembership = (membership: Membership, agencyName: string): Shown => ({
  id: membership.id,
  userId: membership.userId,
  agencyId: membership.agencyId,
  agencyName,
  roles: membership.roles,
  startsOn: membership.startsOn,
  endsOn: membership.endsOn,
  trainingValidTo: membership.trainingValidTo,
  active: membership.active,
  version: membership.version,
  updatedAt: membership.updatedAt.toISOString(),
});
