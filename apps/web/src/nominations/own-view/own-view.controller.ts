import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Form } from '../../forms/form.js';
import type { Answer } from '../../layout/answers.js';
import { Nominations } from '../nominations.js';
import { ownViewForm } from './own-view.form.js';
import { ownViewPage } from './own-view.presenter.js';

@Controller('nominations/:draftId/own-view')
export class OwnViewController {
  constructor(private readonly nominations: Nominations) {}

  @Get()
  async show(@Param('draftId') draftId: string, @Query() query: unknown): Promise<Answer> {
    return ownViewPage(await this.nominations.open(draftId, query, 'ownView'));
  }

  @Post()
  async save(@Param('draftId') draftId: string, @Query() query: unknown, @Body() body: unknown): Promise<Answer> {
    const nomination = await this.nominations.open(draftId, query, 'ownView');
    const result = await this.nominations.save(nomination, 'ownView', ownViewForm.read(body), ({ asked, view, whyNot }) => ({
      ownView: asked ? { view, whyNot: '' } : { view: '', whyNot },
    }));
    return result instanceof Form ? ownViewPage(nomination, result) : result;
  }
}
