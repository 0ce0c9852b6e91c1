import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Form } from '../../forms/form.js';
import type { Answer } from '../../layout/answers.js';
import { addressOf } from '../nomination.js';
import { Nominations } from '../nominations.js';
import { personNamed } from './person-named.js';
import { whoFormOf, whoPage } from './who.presenter.js';

/** Name and date of birth first: with them the people who are known already are searched, before one is made. */
@Controller('nominations/:draftId/who')
export class WhoController {
  constructor(private readonly nominations: Nominations) {}

  @Get()
  async show(@Param('draftId') draftId: string, @Query() query: unknown): Promise<Answer> {
    return whoPage(await this.nominations.open(draftId, query, 'person'));
  }

  @Post()
  async save(@Param('draftId') draftId: string, @Query() query: unknown, @Body() body: unknown): Promise<Answer> {
    const nomination = await this.nominations.open(draftId, query, 'person');
    const result = await this.nominations.save(
      nomination,
      'person',
      whoFormOf(nomination).read(body),
      (typed) => ({ person: personNamed(typed, nomination.draft.answers.person) }),
      addressOf(nomination, 'matches'),
    );
    return result instanceof Form ? whoPage(nomination, result) : result;
  }
}
