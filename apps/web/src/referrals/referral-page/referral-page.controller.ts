import { AUDIT_READERS } from '@concordat/contracts-protocol';
import { listReferralOutcomes, readReferral } from '@concordat/contracts-referrals';
import { Controller, Get, Param, Query } from '@nestjs/common';
import type { Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { KEEPERS } from '../../layout/roles.js';
import { Services } from '../../services/services.js';
import { Visit, Visitor } from '../../session/visit.js';
import { referralPage } from './referral-page.presenter.js';

@Controller('referrals/:referralId')
export class ReferralPageController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('referralId') referralId: string, @Query() query: unknown, @Visitor() visit: Visit): Promise<Answer> {
    const [file, outcomes] = await Promise.all([this.services.call(readReferral, { params: { referralId } }), this.services.call(listReferralOutcomes, {})]);
    const names = await this.names.of({
      userIds: [file.fromUserId, file.workerUserId, ...file.states.map((state) => state.byUserId), ...file.contacts.map((contact) => contact.byUserId)],
      agencyIds: [file.fromAgencyId, ...file.receipts.flatMap(({ parties }) => parties.map(({ id }) => id))],
    });
    return referralPage(file, outcomes.items, names, query, { keeps: visit.hasRole(...KEEPERS), audits: visit.hasRole(...AUDIT_READERS) });
  }
}
