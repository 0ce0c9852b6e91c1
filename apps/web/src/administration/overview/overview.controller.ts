import { getPartnership } from '@concordat/contracts-partnership-registry';
import { Controller, Get } from '@nestjs/common';
import type { Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { ForAdministrators } from '../access.js';
import { overviewPage } from './overview.presenter.js';

@Controller('administration')
@ForAdministrators()
export class OverviewController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(): Promise<Answer> {
    return overviewPage(await this.services.call(getPartnership, {}));
  }
}
