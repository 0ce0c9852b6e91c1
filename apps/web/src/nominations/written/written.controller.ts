import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { NotFoundError } from '@concordat/platform-errors';
import { Form } from '../../forms/form.js';
import type { Answer } from '../../layout/answers.js';
import { Nominations } from '../nominations.js';
import { WRITTEN_STEPS, writtenForm, type WrittenStep } from './written.form.js';
import { writtenPage } from './written.presenter.js';

/** Questions answered in one's own words: who is harmed, what was tried, what is asked. */
@Controller('nominations/:draftId/written/:step')
export class WrittenController {
  constructor(private readonly nominations: Nominations) {}

  @Get()
  async show(@Param('draftId') draftId: string, @Param('step') asked: string, @Query() query: unknown): Promise<Answer> {
    const step = stepOf(asked);
    return writtenPage(await this.nominations.open(draftId, query, step), step);
  }

  @Post()
  async save(@Param('draftId') draftId: string, @Param('step') asked: string, @Query() query: unknown, @Body() body: unknown): Promise<Answer> {
    const step = stepOf(asked);
    const nomination = await this.nominations.open(draftId, query, step);
    const result = await this.nominations.save(nomination, step, writtenForm(step).read(body), ({ text }) => ({ [step]: text }));
    return result instanceof Form ? writtenPage(nomination, step, result) : result;
  }
}

function stepOf(asked: string): WrittenStep {
  const step = WRITTEN_STEPS.find((one) => one === asked);
  if (step === undefined) throw new NotFoundError('page');
  return step;
}
