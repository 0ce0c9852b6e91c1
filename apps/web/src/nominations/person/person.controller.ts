import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Form } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { addressOf } from '../nomination.js';
import { Nominations } from '../nominations.js';
import { personForm } from './person.form.js';
import { personPage } from './person.presenter.js';

@Controller('nominations/:draftId/person')
export class PersonController {
  constructor(private readonly nominations: Nominations) {}

  @Get()
  async show(@Param('draftId') draftId: string, @Query() query: unknown): Promise<Answer> {
    const nomination = await this.nominations.open(draftId, query, 'person');
    return nomination.draft.answers.person === undefined ? redirect(addressOf(nomination, 'who')) : personPage(nomination);
  }

  @Post()
  async save(@Param('draftId') draftId: string, @Query() query: unknown, @Body() body: unknown): Promise<Answer> {
    const nomination = await this.nominations.open(draftId, query, 'person');
    const { person } = nomination.draft.answers;
    if (person === undefined) return redirect(addressOf(nomination, 'who'));
    const result = await this.nominations.save(nomination, 'person', personForm.read(body), ({ otherNames, school, address }) => ({
      person: { ...person, otherNames, school, address },
    }));
    return result instanceof Form ? personPage(nomination, result) : result;
  }
}
