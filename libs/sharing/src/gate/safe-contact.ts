import type { SafeContactPlan, SeenPlan } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { RuleError, StaleVersionError } from '@concordat/platform-errors';
import { Injectable } from '@nestjs/common';
import { Items } from '../items/items.js';
import { Gate } from './gate.js';
import { fieldsOfPlan, type PlannedContact } from './plan-fields.js';
import { SafeContactPlans, type KeptPlan } from './safe-contact-plans.js';

/** A person of a case or referral. */
export interface Reached {
  partnershipId: string;
  caseId: string;
  subjectId: string;
}

/** How and when people can safely be reached: checked again at every contact, since it changes. */
@Injectable()
export class SafeContact {
  constructor(
    private readonly plans: SafeContactPlans,
    private readonly items: Items,
    private readonly gate: Gate,
    private readonly audit: Audit,
  ) {}

  /** The newest that the caller may read, without the number and the address. */
  async shown({ caseId, subjectId }: Reached): Promise<{ plan: SeenPlan; ownerAgencyId: string } | null> {
    const kept = await this.plans.of(caseId, subjectId);
    if (kept === null) return null;
    const { number, email, ...plan } = kept.plan;
    return { plan: { ...plan, hasNumber: number !== '', hasEmail: email !== '', version: kept.item.version, why: kept.why }, ownerAgencyId: kept.item.ownerAgencyId };
  }

  /**
   * A plan of the agency's own, or a new one.
   *
   * @throws StaleVersionError for another plan than the one that was read; RuleError `plan-of-another-agency`
   */
  async write({ caseId, subjectId }: Reached, ownerAgencyId: string, seenVersion: number | null, plan: SafeContactPlan): Promise<number> {
    const kept = await this.plans.of(caseId, subjectId);
    if (kept === null) {
      const item = await this.items.add({ caseId, subjectId, ownerAgencyId, category: 'contact', fields: fieldsOfPlan(plan) });
      return item.version;
    }
    if (kept.item.ownerAgencyId !== ownerAgencyId) throw new RuleError('plan-of-another-agency', 'Another agency agreed this plan with the person. Ask them to change it.');
    if (seenVersion === null) throw new StaleVersionError({ current: kept.item.version, changes: [] });
    await this.items.change(kept.item, seenVersion, fieldsOfPlan(withReach(plan, kept)), 'The plan for safe contact was checked with the person');
    return kept.item.version;
  }

  /** What is needed for one contact by this means, at this time. @throws RuleError `safe-contact-unread`, `means-not-safe`, `time-not-safe` */
  async reach({ partnershipId, caseId, subjectId }: Reached, contact: PlannedContact, planRead: boolean): Promise<{ number: string | null; email: string | null }> {
    await this.gate.toPerson({ way: 'contact', partnershipId, caseId }, subjectId, planRead, contact);
    const kept = await this.plans.of(caseId, subjectId);
    await this.audit.record({ action: 'viewed', kind: 'contact-details', ids: [caseId], subjectId });
    const needed = (when: boolean, value: string | undefined): string | null => (when && value !== undefined && value !== '' ? value : null);
    const { means } = contact;
    return { number: needed(means === 'telephone' || means === 'text-message', kept?.plan.number), email: needed(means === 'email', kept?.plan.email) };
  }
}

/** A number and an address that were kept back stay where none is given anew, as long as they may be used. */
function withReach(plan: SafeContactPlan, { plan: kept }: KeptPlan): SafeContactPlan {
  const may = (...means: SafeContactPlan['means']): boolean => plan.means.length === 0 || plan.means.some((one) => means.includes(one));
  return {
    ...plan,
    number: plan.number === '' && may('telephone', 'text-message') ? kept.number : plan.number,
    email: plan.email === '' && may('email') ? kept.email : plan.email,
  };
}
