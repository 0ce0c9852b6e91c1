import { listPlannedActions } from '@concordat/contracts-indicators';
import { Controller, Get, Query } from '@nestjs/common';
import { cursorOf } from '../../cases/cursor.js';
import type { Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { planPage } from './plan.presenter.js';

@Controller('figures/plan')
export class PlanController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const after = cursorOf(query);
    return planPage(await this.services.call(listPlannedActions, { query: after === null ? {} : { after } }), after);
  }
}
