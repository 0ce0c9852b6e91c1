import type { Role } from '@concordat/contracts-protocol';
import type { Membership } from './membership.entity.js';
import { hasEnded } from './period.js';

/** Where a membership is in its life. `over`: it has ended, or the account is closed. */
export type Stage = 'to-come' | 'holding' | 'suspended' | 'over';

type Known = Pick<Membership, 'active' | 'accountOpen' | 'suspendedOn' | 'startsOn' | 'endsOn'>;

/** What somebody may do by a membership at a moment. */
export interface Standing {
  stage: Stage;
  startsOn: string;
  roles: readonly Role[];
}

/** Of who has no membership yet. */
export const NOTHING: Standing = { stage: 'over', startsOn: '', roles: [] };

/** As others were last told: what began or ended with its date holds or waits, or does not, until it is looked through. */
export function stageOf(membership: Known, today: string): Stage {
  if (membership.active) return 'holding';
  if (!membership.accountOpen) return 'over';
  if (membership.suspendedOn !== null) return 'suspended';
  return hasEnded(membership, today) ? 'over' : 'to-come';
}

export const standingOf = (membership: Known & Pick<Membership, 'roles'>, today: string): Standing => ({ stage: stageOf(membership, today), startsOn: membership.startsOn, roles: membership.roles });

/** The roles that count before and after a change: those that hold; where it holds neither before nor after, those that are to. */
export function rolesThatCount(before: Standing, after: Standing): { before: readonly Role[]; after: readonly Role[] } {
  const counts = before.stage === 'holding' || after.stage === 'holding' ? 'holding' : 'to-come';
  const of = ({ stage, roles }: Standing): readonly Role[] => (stage === counts ? roles : []);
  return { before: of(before), after: of(after) };
}

/** Whether what somebody worked on is to be handed over: a suspension, or a start that is put off, is no farewell. */
export const hasLeft = (before: Standing, after: Standing): boolean => after.stage === 'over' && (before.stage === 'holding' || before.stage === 'suspended');
