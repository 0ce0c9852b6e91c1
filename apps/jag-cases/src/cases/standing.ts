import { caller } from '@concordat/platform-auth';
import { NotAllowedError, NotFoundError, RuleError } from '@concordat/platform-errors';
import { Injectable } from '@nestjs/common';
import type { Case } from './case.entity.js';
import { CaseList } from './case-list.js';
import type { Mover } from './transition-table.js';

/** What the caller is to a case. */
export interface Standing {
  /** Of the agency that owns the case. */
  owner: boolean;
  /** What they may do in the transition table; empty for others than the owner's users. */
  movers: ReadonlySet<Mover>;
  /** Holds a sharing role: may contribute. */
  shares: boolean;
}

export function standingIn(found: Pick<Case, 'ownerAgencyId' | 'leadUserId'>): Standing {
  const { agencyId, roles, userId } = caller();
  const owner = agencyId === found.ownerAgencyId;
  const movers = new Set<Mover>();
  if (owner && roles.includes('coordinator')) movers.add('coordinator');
  if (owner && roles.includes('manager')) movers.add('manager');
  if (owner && userId === found.leadUserId) movers.add('lead');
  return { owner, movers, shares: roles.some((role) => role === 'practitioner' || role === 'coordinator' || role === 'manager') };
}

/** Whether nobody works on a case any more. */
export const isOver = ({ state }: Pick<Case, 'state'>): boolean => state === 'declined' || state === 'redirected' || state === 'closed';

/**
 * Refuses what is done on a case that somebody works on, and says what has to happen first: only a case that was closed can
 * be reopened (`transition-table.ts`).
 *
 * @param what as in "before you …"
 * @throws RuleError `case-closed`
 */
export function refuseOver({ state }: Pick<Case, 'state'>, what: string): void {
  if (state === 'closed') throw new RuleError('case-closed', `This case is closed. It must be reopened before you ${what}.`);
  if (isOver({ state })) throw new RuleError('case-closed', `The nomination was ${state}, so nobody works on this case. There must be a new nomination before you ${what}.`);
}

/** Opens cases for work on them: whoever may not see the frame is told "not found", a member who may not do it, why. */
@Injectable()
export class CaseAccess {
  constructor(private readonly list: CaseList) {}

  /** @throws NotFoundError for a case that is hidden, as for one that never was */
  async open(caseId: string): Promise<{ found: Case; standing: Standing }> {
    const found = await this.list.find(caseId);
    if (!found) throw new NotFoundError('case');
    return { found, standing: standingIn(found) };
  }

  /** @throws NotAllowedError for a member of the circle who is not one of `who` of the owner */
  async openAs(caseId: string, who: readonly Mover[], what: string): Promise<Case> {
    const { found, standing } = await this.open(caseId);
    if (!who.some((mover) => standing.movers.has(mover))) throw new NotAllowedError(`Only a ${who.join(' or ')} of the agency that owns the case can ${what}.`);
    return found;
  }
}
