import { deadLetterRoutes, SERVICE_NAMES, type ServiceName } from '@concordat/contracts-protocol';
import { NotAllowedError, NotFoundError, NotSignedInError, ProblemError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { cursorOf } from '../../cases/cursor.js';
import { buttonForm, type Form } from '../../forms/form.js';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { ForAdministrators } from '../access.js';
import { DEAD_LETTERS, deadLetterPage, deadLettersPage, giveUpPage, isServiceName, type Letters } from './dead-letters.presenter.js';
import { giveUpForm } from './give-up.form.js';

const DONE = { sent: 'It has been sent again', settled: 'It has been dealt with already', aside: 'It has been given up' };

@Controller('administration/dead-letters')
@ForAdministrators()
export class DeadLettersController {
  constructor(private readonly services: Services) {}

  @Get()
  async all(@Query() query: unknown): Promise<Answer> {
    const all = await Promise.all(SERVICE_NAMES.map((service) => this.unlessAway(service)));
    return deadLettersPage(all, null, null, done(query, DONE));
  }

  @Get(':service')
  async ofOne(@Param('service') given: string, @Query() query: unknown): Promise<Answer> {
    const service = serviceCalled(given);
    const after = cursorOf(query);
    const found = await this.services.call(deadLetterRoutes(service).list, { query: after === null ? {} : { after } });
    return deadLettersPage([{ service, found }], service, after, done(query, DONE));
  }

  @Get(':service/:id')
  async one(@Param('service') given: string, @Param('id') id: string): Promise<Answer> {
    const service = serviceCalled(given);
    return deadLetterPage(service, await this.services.call(deadLetterRoutes(service).read, { params: { id } }));
  }

  @Post(':service/:id/send-again')
  async sendAgain(@Param('service') given: string, @Param('id') id: string, @Body() body: unknown): Promise<Answer> {
    const service = serviceCalled(given);
    const result = await buttonForm.read(body).send((_value, idempotencyKey) => this.services.call(deadLetterRoutes(service).retry, { params: { id }, idempotencyKey }));
    if (result.sent) return redirect(DEAD_LETTERS, { done: 'sent' });
    // The one rule there is: it succeeded in the meantime.
    return redirect(DEAD_LETTERS, { done: 'settled' });
  }

  @Get(':service/:id/give-up')
  async giveUp(@Param('service') given: string, @Param('id') id: string): Promise<Answer> {
    return this.giveUpPage(serviceCalled(given), id, giveUpForm.blank());
  }

  @Post(':service/:id/give-up')
  async setAside(@Param('service') given: string, @Param('id') id: string, @Body() body: unknown): Promise<Answer> {
    const service = serviceCalled(given);
    const result = await giveUpForm.read(body).send((reason, idempotencyKey) => this.services.call(deadLetterRoutes(service).setAside, { params: { id }, body: reason, idempotencyKey }));
    return result.sent ? redirect(DEAD_LETTERS, { done: 'aside' }) : this.giveUpPage(service, id, result.form);
  }

  private async giveUpPage(service: ServiceName, id: string, form: Form): Promise<Answer> {
    const { letter } = await this.services.call(deadLetterRoutes(service).read, { params: { id } });
    return giveUpPage(service, letter, form);
  }

  /** A service that is away costs its part of the page. */
  private async unlessAway(service: ServiceName): Promise<Letters> {
    try {
      return { service, found: await this.services.call(deadLetterRoutes(service).list, { query: { size: 10 } }) };
    } catch (error) {
      if (!(error instanceof ProblemError) || error instanceof NotSignedInError || error instanceof NotAllowedError) throw error;
      return { service, found: null };
    }
  }
}

function serviceCalled(given: string): ServiceName {
  if (!isServiceName(given)) throw new NotFoundError('service');
  return given;
}
