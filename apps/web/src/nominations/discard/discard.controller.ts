import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { discardNominationDraft } from '@concordat/contracts-jag-cases';
import { buttonForm } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { Nominations } from '../nominations.js';
import { discardPage } from './discard.presenter.js';

@Controller('nominations/:draftId/discard')
export class DiscardController {
  constructor(
    private readonly nominations: Nominations,
    private readonly services: Services,
  ) {}

  @Get()
  async ask(@Param('draftId') draftId: string, @Query() query: unknown): Promise<Answer> {
    return discardPage(await this.nominations.open(draftId, query), buttonForm.blank());
  }

  @Post()
  async discard(@Param('draftId') draftId: string, @Query() query: unknown, @Body() body: unknown): Promise<Answer> {
    const result = await buttonForm
      .read(body)
      .send((_value, idempotencyKey) => this.services.call(discardNominationDraft, { params: { draftId }, idempotencyKey }));
    if (result.sent) return redirect('/nominations', { done: 'discarded' });
    return discardPage(await this.nominations.open(draftId, query), result.form);
  }
}
