import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { REVIEW_OUTCOMES } from '@concordat/contracts-protocol';
import * as fields from '../../../forms/fields.js';
import { formOf, type Form } from '../../../forms/form.js';
import { page, redirect, type Answer, type PageAnswer } from '../../../layout/answers.js';
import { Services } from '../../../services/services.js';
import { REVIEW_WORDS } from '../../words/emergency-words.js';
import { emergenciesOf } from '../emergency-place.js';

const reviewForm = formOf(
  z.object({ outcome: fields.choice(REVIEW_OUTCOMES, 'Select what you found'), note: fields.text('Enter what you found'), version: fields.version() }),
);

@Controller('emergency-access/:kind/:accessId/review')
export class ReviewEmergencyController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Param('kind') kind: string, @Param('accessId') accessId: string): Promise<Answer> {
    const { version } = await this.services.call(emergenciesOf(kind).read, { params: { accessId } });
    return reviewPage(kind, accessId, reviewForm.blank({ version }));
  }

  @Post()
  async review(@Param('kind') kind: string, @Param('accessId') accessId: string, @Body() body: unknown): Promise<Answer> {
    const result = await reviewForm
      .read(body)
      .send((value, idempotencyKey) => this.services.call(emergenciesOf(kind).review, { params: { accessId }, body: value, idempotencyKey }), { labels: { reviewedAt: 'Reviewed', outcome: 'What was found', review: 'Why' } });
    return result.sent ? redirect(`/emergency-access/${kind}/${accessId}`, { done: 'reviewed' }) : reviewPage(kind, accessId, result.form);
  }
}

function reviewPage(kind: string, accessId: string, form: Form): PageAnswer {
  return page('sharing/emergency/review/review', {
    title: 'Review an emergency access',
    back: `/emergency-access/${kind}/${accessId}`,
    form,
    outcomes: REVIEW_OUTCOMES.map((value) => ({ value, text: REVIEW_WORDS[value], ...(value === 'misuse' ? { hint: 'It is recorded, and the access ends at once' } : {}) })),
  });
}
