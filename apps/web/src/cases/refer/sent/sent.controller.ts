import { Controller, Get, Param } from '@nestjs/common';
import { readCase } from '@concordat/contracts-jag-cases';
import { NotFoundError } from '@concordat/platform-errors';
import { page, type Answer } from '../../../layout/answers.js';
import { Services } from '../../../services/services.js';

@Controller('cases/:caseId/referrals/:referralId/sent')
export class ReferralSentController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Param('caseId') caseId: string, @Param('referralId') referralId: string): Promise<Answer> {
    const file = await this.services.call(readCase, { params: { caseId } });
    const referral = file.referrals.find(({ id }) => id === referralId);
    if (referral === undefined) throw new NotFoundError('referral');
    return page('cases/refer/sent/sent', { title: 'Referral sent', caseId, reference: file.reference, service: referral.serviceName });
  }
}
