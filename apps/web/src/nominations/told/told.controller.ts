import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Form } from '../../forms/form.js';
import type { Answer } from '../../layout/answers.js';
import { Nominations } from '../nominations.js';
import { toldFormOf, toldPage } from './told.presenter.js';

@Controller('nominations/:draftId/told')
export class ToldController {
  constructor(private readonly nominations: Nominations) {}

  @Get()
  async show(@Param('draftId') draftId: string, @Query() query: unknown): Promise<Answer> {
    return toldPage(await this.nominations.open(draftId, query, 'told'));
  }

  @Post()
  async save(@Param('draftId') draftId: string, @Query() query: unknown, @Body() body: unknown): Promise<Answer> {
    const nomination = await this.nominations.open(draftId, query, 'told');
    const result = await this.nominations.save(nomination, 'told', toldFormOf(nomination).read(body), (typed) => ({
      told: { youngPerson: knowing(typed.personKnows, typed.personWhyNot), parent: knowing(typed.parentKnows, typed.parentWhyNot) },
    }));
    return result instanceof Form ? toldPage(nomination, result) : result;
  }
}

/** A reason typed before the answer was changed to yes is no answer. */
function knowing(knows: boolean, whyNot: string) {
  return { knows, whyNot: knows ? '' : whyNot };
}
