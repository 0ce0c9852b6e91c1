import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { redirect, type Answer } from '../../layout/answers.js';
import { addressOf } from '../nomination.js';
import { Nominations } from '../nominations.js';
import { basisForm } from './basis.form.js';
import { basisPage } from './basis.presenter.js';

/** Leads to one of two pages; nothing is saved before that page is answered. */
@Controller('nominations/:draftId/basis')
export class BasisController {
  constructor(private readonly nominations: Nominations) {}

  @Get()
  async show(@Param('draftId') draftId: string, @Query() query: unknown): Promise<Answer> {
    return basisPage(await this.nominations.open(draftId, query, 'sharing'));
  }

  @Post()
  async choose(@Param('draftId') draftId: string, @Query() query: unknown, @Body() body: unknown): Promise<Answer> {
    const nomination = await this.nominations.open(draftId, query, 'sharing');
    const { form, value } = basisForm.read(body);
    return value === null ? basisPage(nomination, form) : redirect(addressOf(nomination, `basis/${value.basis}`));
  }
}
