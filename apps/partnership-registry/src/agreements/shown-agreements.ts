import { AGREEMENT_TRANSITIONS, type Agreement as Shown } from '@concordat/contracts-partnership-registry';
import { Injectable } from '@nestjs/common';
import { AgreementChecks } from './agreement-checks.js';
import { faultsOf } from './agreement-faults.js';
import type { Agreement } from './agreement.entity.js';

/** Agreements as their readers get them: with what each may become next, and what stands in the way of its coming into force. */
@Injectable()
export class ShownAgreements {
  constructor(private readonly checks: AgreementChecks) {}

  async one(agreement: Agreement): Promise<Shown> {
    return shown(agreement, await this.checks.healthOrSocialCare(agreement.partnershipId));
  }

  async all(partnershipId: string, agreements: readonly Agreement[]): Promise<Shown[]> {
    const healthOrSocialCare = await this.checks.healthOrSocialCare(partnershipId);
    return agreements.map((agreement) => shown(agreement, healthOrSocialCare));
  }
}

const shown = ({ partnershipId: _partnershipId, createdAt: _createdAt, updatedAt, ...agreement }: Agreement, healthOrSocialCare: ReadonlySet<string>): Shown => ({
  ...agreement,
  next: [...AGREEMENT_TRANSITIONS[agreement.status]],
  faults: faultsOf(agreement, healthOrSocialCare),
  updatedAt: updatedAt.toISOString(),
});
