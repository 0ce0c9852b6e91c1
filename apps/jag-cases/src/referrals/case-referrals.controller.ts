import { listReferralServices, referPerson } from '@concordat/contracts-jag-cases';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { CaseAccess, refuseOver } from '../cases/standing.js';
import { CaseReferrals } from './case-referrals.js';

@Controller()
export class CaseReferralsController {
  constructor(
    private readonly access: CaseAccess,
    private readonly referrals: CaseReferrals,
  ) {}

  @Endpoint(listReferralServices, { roles: ['practitioner', 'coordinator', 'manager'] })
  async services(@Input() { params }: InputOf<typeof listReferralServices>): Promise<OutputOf<typeof listReferralServices>> {
    const found = await this.access.openAs(params.caseId, ['coordinator', 'lead', 'manager'], 'refer a person');
    return { items: await this.referrals.services(found) };
  }

  @Endpoint(referPerson, { roles: ['practitioner', 'coordinator', 'manager'] })
  async refer(@Input() { params, body }: InputOf<typeof referPerson>): Promise<OutputOf<typeof referPerson>> {
    const found = await this.access.openAs(params.caseId, ['coordinator', 'lead', 'manager'], 'refer a person');
    refuseOver(found, 'refer a person');
    return { referralId: await this.referrals.refer(found, body) };
  }
}
