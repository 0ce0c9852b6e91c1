import { SECOND_PERSON_ROLES } from '@concordat/contracts-partnership-registry';
import type { Role } from '@concordat/contracts-protocol';
import { openCaller } from '@concordat/platform-auth';
import type { Standing } from './stages.js';

/** What two people agreed on. */
export interface Agreed {
  /** Roles that somebody grants as the second person. */
  granted?: readonly Role[];
  /** Roles on which two people agree no longer. */
  lost?: readonly Role[];
  /** Who is not the second person for what the change begins; null where nobody asked for it. */
  by?: string | null;
}

/**
 * The roles of before that a change leaves as they were: none of them counts after it, or they counted before; those that
 * were to count from a day do so no sooner. All others begin with the change, and so do those that are `lost` otherwise.
 */
export function rolesThatStay(before: Standing, after: Omit<Standing, 'roles'>, lost: readonly Role[]): readonly Role[] {
  if (after.stage === 'over' || after.stage === 'suspended') return before.roles;
  const stay = before.stage === 'holding' ? after.stage === 'holding' : before.stage === 'to-come' && before.startsOn <= after.startsOn;
  return stay ? without(before.roles, lost) : [];
}

/** Of roles that begin, those that need a second person: nor can who is no administrator of the partnership make one alone. */
export function notAlone(beginning: readonly Role[]): Role[] {
  const further: readonly Role[] = openCaller()?.roles.includes('administrator') ? SECOND_PERSON_ROLES : [...SECOND_PERSON_ROLES, 'administrator'];
  return beginning.filter((role) => further.includes(role));
}

export const without = (roles: readonly Role[], others: readonly Role[]): Role[] => roles.filter((role) => !others.includes(role));
