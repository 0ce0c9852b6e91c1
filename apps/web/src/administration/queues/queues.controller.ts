import { queueRoutes, SERVICE_NAMES, type ServiceName } from '@concordat/contracts-protocol';
import { NotAllowedError, NotSignedInError, ProblemError } from '@concordat/platform-errors';
import { Controller, Get } from '@nestjs/common';
import type { Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { ForAdministrators } from '../access.js';
import { queuesPage, type Queues } from './queues.presenter.js';

@Controller('administration/queues')
@ForAdministrators()
export class QueuesController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(): Promise<Answer> {
    return queuesPage(await Promise.all(SERVICE_NAMES.map((service) => this.unlessAway(service))));
  }

  /** A service that is away costs its part of the page. */
  private async unlessAway(service: ServiceName): Promise<Queues> {
    try {
      return { service, found: await this.services.call(queueRoutes(service).read, {}) };
    } catch (error) {
      if (!(error instanceof ProblemError) || error instanceof NotSignedInError || error instanceof NotAllowedError) throw error;
      return { service, found: null };
    }
  }
}
