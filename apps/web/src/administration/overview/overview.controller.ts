import { getPartnership } from '@concordat/contracts-partnership-registry';
import { Controller, Get } from '@nestjs/common';
import type { Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { Visitor, Visit } from '../../session/visit.js';
import { ForPeopleAdministrators } from '../access.js';
import { overviewPage } from './overview.presenter.js';

@Controller('administration')
@ForPeopleAdministrators()
export class OverviewController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Visitor() visit: Visit): Promise<Answer> {
    return overviewPage(await this.services.call(getPartnership, {}), visit.hasRole('administrator'));
  }
}
