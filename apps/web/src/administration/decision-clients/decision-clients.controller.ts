import { addDecisionClient, closeDecisionClient, listDecisionClients, type DecisionClient } from '@concordat/contracts-partnership-registry';
import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { ForAdministrators } from '../access.js';
import { confirmForm, confirmPage } from '../records/confirmation.js';
import { addPage, CLIENTS, clientsPage, ending, secretPage } from './decision-clients.presenter.js';

const addForm = formOf(z.object({ name: fields.line('Enter what the system is called') }));

@Controller('administration/decision-clients')
@ForAdministrators()
export class DecisionClientsController {
  constructor(private readonly services: Services) {}

  @Get()
  async list(@Query() query: unknown): Promise<Answer> {
    return clientsPage(await this.all(), done(query, { ended: 'The system cannot ask any more' }));
  }

  @Get('new')
  blank(): Answer {
    return addPage(addForm.blank());
  }

  /** Its secret is shown once, by the page that this answers, and is nowhere to be read again. */
  @Post('new')
  async add(@Body() body: unknown): Promise<Answer> {
    const result = await addForm.read(body).send((value, idempotencyKey) => this.services.call(addDecisionClient, { body: value, idempotencyKey }));
    return result.sent ? secretPage(result.answer.client, result.answer.secret) : addPage(result.form);
  }

  @Get(':clientId/end')
  async askEnd(@Param('clientId') clientId: string): Promise<Answer> {
    const client = await this.one(clientId);
    return confirmPage(ending(client), confirmForm.blank({ version: client.version }));
  }

  @Post(':clientId/end')
  async end(@Param('clientId') clientId: string, @Body() body: unknown): Promise<Answer> {
    const result = await confirmForm
      .read(body)
      .send((value, idempotencyKey) => this.services.call(closeDecisionClient, { params: { decisionClientId: clientId }, body: value, idempotencyKey }));
    return result.sent ? redirect(CLIENTS, { done: 'ended' }) : confirmPage(ending(await this.one(clientId)), result.form);
  }

  private async all(): Promise<DecisionClient[]> {
    return (await this.services.call(listDecisionClients, {})).items;
  }

  private async one(clientId: string): Promise<DecisionClient> {
    const client = (await this.all()).find(({ id }) => id === clientId);
    if (client === undefined) throw new NotFoundError('system');
    return client;
  }
}
