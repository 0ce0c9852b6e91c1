import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { isProblem } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { kindOf } from '../kinds.js';
import { findCaseForm } from './find-case.form.js';
import { findCasePage } from './find-case.presenter.js';

/** Who looks after erasing sees no list of cases: they have the reference from whoever asked the agency. */
@Controller('kept/:kind/erasures/new')
export class FindCaseController {
  constructor(private readonly services: Services) {}

  @Get()
  show(@Param('kind') path: string): Answer {
    return findCasePage(kindOf(path));
  }

  @Post()
  async find(@Param('kind') path: string, @Body() body: unknown): Promise<Answer> {
    const kind = kindOf(path);
    const read = findCaseForm.read(body);
    try {
      const result = await read.send((value) => this.services.call(kind.routes.find, { body: value }));
      return result.sent ? redirect(`/${path}/${result.answer.caseId}/erasures/new`) : findCasePage(kind, result.form);
    } catch (error) {
      if (!isProblem(error, 'not-found')) throw error;
      return findCasePage(kind, read.form.refused(`Your agency has no ${kind.word} with this reference`, 'reference'));
    }
  }
}
