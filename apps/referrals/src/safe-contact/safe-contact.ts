import type { SafeContactPlan, ShownPlan } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { RuleError, StaleVersionError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { fieldsOfPlan, Gate, Items, SafeContactPlans, type PlannedContact } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { ENDED } from '../referrals/referral-list.js';
import type { Referral } from '../referrals/referral.entity.js';
import { ReferralRecords } from '../referrals/referral-records.js';

/** How and when people who were referred can safely be reached: checked again at every contact, since it changes. */
@Injectable()
export class SafeContact {
  constructor(
    private readonly database: Database,
    private readonly records: ReferralRecords,
    private readonly plans: SafeContactPlans,
    private readonly items: Items,
    private readonly gate: Gate,
    private readonly audit: Audit,
  ) {}

  /** Without the number and the address. */
  async shown(referral: Referral): Promise<(ShownPlan & { version: number }) | null> {
    const kept = await this.plans.of(referral.id, await this.records.personId(referral));
    if (kept === null) return null;
    const { number, email, ...plan } = kept.plan;
    return { ...plan, hasNumber: number !== '', hasEmail: email !== '', version: kept.item.version };
  }

  /** @throws StaleVersionError for another plan than the one that was read; RuleError `referral-ended` */
  async write(referral: Referral, seenVersion: number | null, plan: SafeContactPlan): Promise<number> {
    refuseEnded(referral);
    const subjectId = await this.records.personId(referral);
    const kept = await this.plans.of(referral.id, subjectId);
    const fields = fieldsOfPlan(withReach(plan, kept?.plan ?? null));
    if (kept === null) {
      const item = await this.items.add({ caseId: referral.id, subjectId, ownerAgencyId: referral.ownerAgencyId, category: 'contact', fields });
      return item.version;
    }
    if (seenVersion === null) throw new StaleVersionError({ current: kept.item.version, changes: [] });
    await this.items.change(kept.item, seenVersion, fields, 'The plan for safe contact was checked with the person');
    return kept.item.version;
  }

  /** What is needed for one contact by this means, now. @throws RuleError `safe-contact-unread`, `means-not-safe`, `time-not-safe`, `referral-ended` */
  async reach(referral: Referral, means: PlannedContact['means'], planRead: boolean): Promise<{ number: string | null; email: string | null }> {
    refuseEnded(referral);
    const subjectId = await this.records.personId(referral);
    await this.gate.toPerson({ way: 'contact', partnershipId: referral.partnershipId, caseId: referral.id }, subjectId, planRead, { means, at: this.database.clock.now() });
    const kept = await this.plans.of(referral.id, subjectId);
    await this.audit.record({ action: 'viewed', kind: 'contact-details', ids: [referral.id], subjectId });
    const needed = (when: boolean, value: string | undefined): string | null => (when && value !== undefined && value !== '' ? value : null);
    return { number: needed(means === 'telephone' || means === 'text-message', kept?.plan.number), email: needed(means === 'email', kept?.plan.email) };
  }
}

/** A number and an address that were kept back stay where none is given anew, as long as they may be used. */
function withReach(plan: SafeContactPlan, kept: SafeContactPlan | null): SafeContactPlan {
  const may = (...means: SafeContactPlan['means']): boolean => plan.means.length === 0 || plan.means.some((one) => means.includes(one));
  return {
    ...plan,
    number: plan.number === '' && kept !== null && may('telephone', 'text-message') ? kept.number : plan.number,
    email: plan.email === '' && kept !== null && may('email') ? kept.email : plan.email,
  };
}

function refuseEnded({ state }: Referral): void {
  if (ENDED.includes(state)) throw new RuleError('referral-ended', 'The referral has ended. Nobody should be contacted about it.');
}
