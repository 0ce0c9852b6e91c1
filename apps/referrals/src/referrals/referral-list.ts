import type { referralRow, ReferralState } from '@concordat/contracts-referrals';
import { caller } from '@concordat/platform-auth';
import { Database } from '@concordat/platform-persistence';
import { PeopleNamed, type NameOf } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { DirectoryService } from '../directory/directory-service.entity.js';
import type { Referral } from './referral.entity.js';
import { hoursFor } from './transition-table.js';

export type ReferralRow = z.output<typeof referralRow>;

/** States in which nothing more is done. */
export const ENDED: ReferralState[] = ['declined', 'signposted', 'closed', 'withdrawn'];

/** When the next step is due by the service's own times. */
export function dueOf({ state, since }: Pick<Referral, 'state' | 'since'>, service: Pick<DirectoryService, 'acknowledgeHours' | 'firstContactHours'>): Date | null {
  const hours = hoursFor(state, service);
  return hours === null ? null : new Date(since.getTime() + hours * 3_600_000);
}

/** Referrals as lists show them, with the names that the reader may see. */
@Injectable()
export class ReferralList {
  constructor(
    private readonly database: Database,
    private readonly named: PeopleNamed,
  ) {}

  /**
   * Rows for referrals that the caller was let see, in the order given.
   *
   * @param known who is called what in them, where it was read already
   */
  async rowsOf(referrals: readonly Referral[], known?: Promise<NameOf>): Promise<ReferralRow[]> {
    if (referrals.length === 0) return [];
    const { partnershipId } = caller();
    const [services, named] = await Promise.all([
      this.database.rows(DirectoryService).find({ partnershipId, id: { $in: [...new Set(referrals.map((one) => one.serviceId))] } }),
      known ?? this.named.of(referrals.map((one) => one.id)),
    ]);
    const now = this.database.clock.now();
    return referrals.flatMap((referral) => {
      const service = services.find((one) => one.id === referral.serviceId);
      if (!service) return [];
      const due = dueOf(referral, service);
      const { id, reference, serviceId, state, fromAgencyId, workerUserId } = referral;
      return [{
        id, reference, serviceId, serviceName: service.name, state, since: referral.since.toISOString(), requestedAt: referral.requestedAt.toISOString(), fromAgencyId,
        personName: named(id).name, whyNamed: named(id).why, workerUserId, due: due?.toISOString() ?? null, overdue: due !== null && due < now,
      }];
    });
  }
}
