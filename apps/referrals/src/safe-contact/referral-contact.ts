import type { SeenPlan, SafeContactPlan } from '@concordat/contracts-protocol';
import { RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { SafeContact, type PlannedContact, type Reached } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { ENDED } from '../referrals/referral-list.js';
import type { Referral } from '../referrals/referral.entity.js';
import { ReferralRecords } from '../referrals/referral-records.js';

/** Contact with people who were referred, while somebody works with them. */
@Injectable()
export class ReferralContact {
  constructor(
    private readonly database: Database,
    private readonly records: ReferralRecords,
    private readonly contact: SafeContact,
  ) {}

  async shown(referral: Referral): Promise<SeenPlan | null> {
    return (await this.contact.shown(await this.#reached(referral)))?.plan ?? null;
  }

  /** @throws RuleError `referral-ended`, and as {@link SafeContact.write} */
  async write(referral: Referral, seenVersion: number | null, plan: SafeContactPlan): Promise<number> {
    refuseEnded(referral);
    return this.contact.write(await this.#reached(referral), referral.ownerAgencyId, seenVersion, plan);
  }

  /** @throws RuleError `referral-ended`, and as {@link SafeContact.reach} */
  async reach(referral: Referral, means: PlannedContact['means'], planRead: boolean): Promise<{ number: string | null; email: string | null }> {
    refuseEnded(referral);
    return this.contact.reach(await this.#reached(referral), { means, at: this.database.clock.now() }, planRead);
  }

  async #reached(referral: Referral): Promise<Reached> {
    return { partnershipId: referral.partnershipId, caseId: referral.id, subjectId: await this.records.personId(referral) };
  }
}

function refuseEnded({ state }: Referral): void {
  if (ENDED.includes(state)) throw new RuleError('referral-ended', 'The referral has ended. Nobody should be contacted about it.');
}
