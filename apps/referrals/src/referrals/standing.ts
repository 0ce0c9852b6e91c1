import { caller } from '@concordat/platform-auth';
import { NotFoundError } from '@concordat/platform-errors';
import { Database, type Page } from '@concordat/platform-persistence';
import { Sharing } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { Referral } from './referral.entity.js';
import type { Mover } from './transition-table.js';

/** Opens referrals: those of the services that the caller's agency provides, and whose frame the policy lets them see. */
@Injectable()
export class ReferralAccess {
  constructor(
    private readonly database: Database,
    private readonly sharing: Sharing,
  ) {}

  /** The condition of every list, count and page of referrals. */
  mine(): { partnershipId: string; ownerAgencyId: string } {
    const who = caller();
    return { partnershipId: who.partnershipId, ownerAgencyId: who.agencyId, [this.sharing.caseKey(this.sharing.question(who))]: [] };
  }

  async page(filter: object, page: { after?: string | undefined; size: number }): Promise<Page<Referral>> {
    return this.database.rows(Referral).page({ ...filter, ...this.mine() }, { order: [{ requestedAt: 'asc' }, { id: 'asc' }], ...page });
  }

  /** @throws NotFoundError for a referral that is hidden, as for one that never was */
  async open(id: string): Promise<Referral> {
    const found = await this.database.rows(Referral).findOne({ ...this.mine(), id });
    if (!found) throw new NotFoundError('referral');
    return found;
  }
}

/** What the caller is to a referral of their own agency. */
export function moversOf({ workerUserId }: Pick<Referral, 'workerUserId'>): ReadonlySet<Mover> {
  const { roles, userId } = caller();
  const movers = new Set<Mover>();
  if (roles.some((role) => role === 'practitioner' || role === 'coordinator' || role === 'manager')) movers.add('staff');
  if (roles.includes('manager')) movers.add('manager');
  if (workerUserId === userId) movers.add('worker');
  return movers;
}
