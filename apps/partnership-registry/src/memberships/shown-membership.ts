import type { Membership as Shown } from '@concordat/contracts-partnership-registry';
import type { Membership } from './membership.entity.js';

/** A membership as whoever looks after people sees it. */
export const shownMembership = (membership: Membership, agencyName: string, { requested, mayChange }: Pick<Shown, 'requested' | 'mayChange'>): Shown => ({
  id: membership.id,
  userId: membership.userId,
  agencyId: membership.agencyId,
  agencyName,
  roles: membership.roles,
  requested,
  mayChange,
  startsOn: membership.startsOn,
  endsOn: membership.endsOn,
  trainingValidTo: membership.trainingValidTo,
  suspendedOn: membership.suspendedOn,
  active: membership.active,
  version: membership.version,
  updatedAt: membership.updatedAt.toISOString(),
});
