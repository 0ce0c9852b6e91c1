import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Form } from '../../forms/form.js';
import type { Answer } from '../../layout/answers.js';
import { Nominations } from '../nominations.js';
import { consentFormOf, consentPage } from './consent.presenter.js';

@Controller('nominations/:draftId/basis/consent')
export class ConsentController {
  constructor(private readonly nominations: Nominations) {}

  @Get()
  async show(@Param('draftId') draftId: string, @Query() query: unknown): Promise<Answer> {
    return consentPage(await this.nominations.open(draftId, query, 'sharing'));
  }

  @Post()
  async save(@Param('draftId') draftId: string, @Query() query: unknown, @Body() body: unknown): Promise<Answer> {
    const nomination = await this.nominations.open(draftId, query, 'sharing');
    const result = await this.nominations.save(nomination, 'sharing', consentFormOf(nomination).read(body), ({ givenBy, competent, givenByName, givenOn, explained }) => ({
      sharing: { basis: 'consent', givenBy, competent: givenBy === 'subject' && competent === 'yes', givenByName, givenOn, explained },
    }));
    return result instanceof Form ? consentPage(nomination, result) : result;
  }
}
