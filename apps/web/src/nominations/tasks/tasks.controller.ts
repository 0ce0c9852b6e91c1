import { Controller, Get, Param } from '@nestjs/common';
import type { Answer } from '../../layout/answers.js';
import { Nominations } from '../nominations.js';
import { tasksPage } from './tasks.presenter.js';

/** Where one is in a nomination. */
@Controller('nominations/:draftId')
export class TasksController {
  constructor(private readonly nominations: Nominations) {}

  @Get()
  async show(@Param('draftId') draftId: string): Promise<Answer> {
    return tasksPage(await this.nominations.open(draftId, {}));
  }
}
