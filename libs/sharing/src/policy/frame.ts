import { hasConflict, isInCircle, isLapsed, mayShare, mustNotReceive } from './rules.js';
import type { Instant } from './time.js';
import type { SharingWorld } from './world.js';
import { indexOf } from './world-index.js';

/**
 * Whether `user` may see the frame of a case at `at`: its reference, forum, state, dates, owner and lead officer, which
 * hold nothing about its subjects. A user or case that the world lacks shows nothing.
 */
export function showsFrame(world: SharingWorld, { user: userId, case: caseId, at }: { user: string; case: string; at: Instant }): boolean {
  const index = indexOf(world);
  const user = index.user(userId);
  const found = index.case(caseId);
  if (user === undefined || found === undefined) return false;
  return (
    user.active &&
    mayShare(user) &&
    isInCircle(found, user, at) &&
    (found.owner === user.agency || !isLapsed(user, at)) &&
    !hasConflict(found, user) &&
    !mustNotReceive(index, found, user, at)
  );
}
