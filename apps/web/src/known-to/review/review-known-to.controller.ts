import { readKnownToAsk, reviewKnownToAsk } from '@concordat/contracts-jag-cases';
import { REVIEW_OUTCOMES } from '@concordat/contracts-protocol';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, type Form } from '../../forms/form.js';
import { page, redirect, type Answer } from '../../layout/answers.js';
import { dateTime } from '../../layout/times.js';
import { codeWords } from '../../layout/words.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { REVIEW_WORDS } from '../../sharing/words/emergency-words.js';

const reviewForm = formOf(
  z.object({ outcome: fields.choice(REVIEW_OUTCOMES, 'Select what you found'), note: fields.text('Enter what you found', 2000), version: fields.version() }),
);

@Controller('known-to-asks/:askId')
export class ReviewKnownToController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('askId') askId: string): Promise<Answer> {
    return this.page(askId, null);
  }

  @Post()
  async review(@Param('askId') askId: string, @Body() body: unknown): Promise<Answer> {
    const result = await reviewForm.read(body).send((value, idempotencyKey) => this.services.call(reviewKnownToAsk, { params: { askId }, body: value, idempotencyKey }));
    return result.sent ? redirect('/known-to-asks', { done: 'reviewed' }) : this.page(askId, result.form);
  }

  private async page(askId: string, form: Form | null): Promise<Answer> {
    const ask = await this.services.call(readKnownToAsk, { params: { askId } });
    const names = await this.names.of({ userIds: [ask.userId, ask.reviewed?.byUserId ?? null] });
    return page('known-to/review/review-known-to', {
      title: 'Review what was asked',
      back: '/known-to-asks',
      form: form ?? reviewForm.blank({ version: ask.version }),
      details: [
        { key: 'Case', text: ask.caseReference },
        { key: 'Asked by', text: names.user(ask.userId) },
        { key: 'When', text: dateTime(ask.askedAt) },
        { key: 'Purpose', text: codeWords(ask.purpose) },
        { key: 'Why', text: ask.why },
        ...(ask.reviewed === null
          ? []
          : [{ key: 'Review', text: `${REVIEW_WORDS[ask.reviewed.outcome]}, ${names.user(ask.reviewed.byUserId)}, ${dateTime(ask.reviewed.at)}` }, { key: 'What was found', text: ask.reviewed.note }]),
      ],
      reviewed: ask.reviewed !== null,
      outcomes: REVIEW_OUTCOMES.map((value) => ({ value, text: REVIEW_WORDS[value] })),
    });
  }
}
