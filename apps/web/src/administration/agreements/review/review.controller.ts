import { getAgreement, reviewAgreement, type Agreement } from '@concordat/contracts-partnership-registry';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { redirect, type Answer } from '../../../layout/answers.js';
import { Services } from '../../../services/services.js';
import { ForAgreementAuthors } from '../../access.js';
import { FIELD_WORDS } from '../../history/history-words.js';
import { reviewForm } from './review.form.js';
import { reviewPage } from './review.presenter.js';
import { AgreementChanges } from '../agreement-changes.js';

@Controller('agreements/:agreementId/review')
@ForAgreementAuthors()
export class ReviewController {
  constructor(
    private readonly services: Services,
    private readonly changes: AgreementChanges,
  ) {}

  @Get()
  async blank(@Param('agreementId') agreementId: string): Promise<Answer> {
    return reviewPage(await this.get(agreementId));
  }

  @Post()
  async review(@Param('agreementId') agreementId: string, @Body() body: unknown): Promise<Answer> {
    const result = await reviewForm
      .read(body)
      .send((review, idempotencyKey) => this.changes.inWords(() => this.services.call(reviewAgreement, { params: { agreementId }, body: review, idempotencyKey })), { labels: FIELD_WORDS });
    return result.sent ? redirect(`/agreements/${agreementId}`, { done: 'reviewed' }) : reviewPage(await this.get(agreementId), result.form);
  }

  private get(agreementId: string): Promise<Agreement> {
    return this.services.call(getAgreement, { params: { agreementId } });
  }
}
