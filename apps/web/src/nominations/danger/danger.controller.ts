import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Form } from '../../forms/form.js';
import type { Answer } from '../../layout/answers.js';
import { Nominations } from '../nominations.js';
import { dangerForm } from './danger.form.js';
import { dangerPage } from './danger.presenter.js';

@Controller('nominations/:draftId/danger')
export class DangerController {
  constructor(private readonly nominations: Nominations) {}

  @Get()
  async show(@Param('draftId') draftId: string, @Query() query: unknown): Promise<Answer> {
    return dangerPage(await this.nominations.open(draftId, query, 'danger'));
  }

  @Post()
  async save(@Param('draftId') draftId: string, @Query() query: unknown, @Body() body: unknown): Promise<Answer> {
    const nomination = await this.nominations.open(draftId, query, 'danger');
    const result = await this.nominations.save(nomination, 'danger', dangerForm.read(body), ({ immediateDanger, harmToChild, done }) => ({
      danger: { immediateDanger, harmToChild, done },
    }));
    return result instanceof Form ? dangerPage(nomination, result) : result;
  }
}
