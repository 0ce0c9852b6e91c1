import { addDirectoryService, changeDirectoryService, getDirectoryService, listDirectoryServices, type DirectoryService } from '@concordat/contracts-partnership-registry';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { cursorOf } from '../../cases/cursor.js';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { fieldOf } from '../../session/body.js';
import { ForAdministrators } from '../access.js';
import { Choices } from '../choices.js';
import { FIELD_WORDS } from '../history/history-words.js';
import { Switching } from '../records/switching.js';
import { namedChanges } from '../tables.js';
import { directoryForm, newDirectoryForm, type DirectoryOptions } from './directory.form.js';
import { DIRECTORY, DIRECTORY_DONE, directoryFormPage, directoryPage, offeringAgain, servicePage, stopping, type DirectoryLists } from './directory.presenter.js';

@Controller('administration/directory')
@ForAdministrators()
export class DirectoryController {
  private readonly switching = new Switching<DirectoryService>({
    get: (id) => this.get(id),
    asks: (active) => (active ? offeringAgain : stopping),
    change: ({ id: serviceId, updatedAt: _updatedAt, version: _version, ...details }, given, idempotencyKey) =>
      this.services.call(changeDirectoryService, { params: { serviceId }, body: { ...details, ...given }, idempotencyKey }),
    names: () => this.choices.agencies(),
    then: (id, active) => ({ path: `${DIRECTORY}/${id}`, done: active ? 'resumed' : 'ended' }),
  });

  constructor(
    private readonly services: Services,
    private readonly choices: Choices,
  ) {}

  @Get()
  async list(@Query() query: unknown): Promise<Answer> {
    const ended = fieldOf(query, 'ended') === 'yes';
    const after = cursorOf(query);
    const [services, lists] = await Promise.all([
      this.services.call(listDirectoryServices, { query: { ended: String(ended), ...(after === null ? {} : { after }) } }),
      this.lists(),
    ]);
    return directoryPage(services, lists, ended, after);
  }

  @Get('new')
  async blank(): Promise<Answer> {
    const options = optionsOf(await this.lists());
    return directoryFormPage(newDirectoryForm(options).blank(), options, null);
  }

  @Post('new')
  async add(@Body() body: unknown): Promise<Answer> {
    const options = optionsOf(await this.lists());
    const result = await newDirectoryForm(options)
      .read(body)
      .send((details, idempotencyKey) => this.services.call(addDirectoryService, { body: { ...details, signpost: details.signpost || null }, idempotencyKey }));
    if (result.sent) return redirect(`${DIRECTORY}/${result.answer.id}`, { done: 'added' });
    return directoryFormPage(result.form, options, null);
  }

  @Get(':serviceId')
  async show(@Param('serviceId') serviceId: string, @Query() query: unknown): Promise<Answer> {
    const [service, lists] = await Promise.all([this.get(serviceId), this.lists()]);
    return servicePage(service, lists, done(query, DIRECTORY_DONE));
  }

  @Get(':serviceId/change')
  async changing(@Param('serviceId') serviceId: string): Promise<Answer> {
    const [service, lists] = await Promise.all([this.get(serviceId), this.lists()]);
    const options = optionsOf(lists, service);
    return directoryFormPage(directoryForm(options).blank(service), options, service);
  }

  @Post(':serviceId/change')
  async change(@Param('serviceId') serviceId: string, @Body() body: unknown): Promise<Answer> {
    const [service, lists] = await Promise.all([this.get(serviceId), this.lists()]);
    const options = optionsOf(lists, service);
    const result = await directoryForm(options)
      .read(body)
      .send(
        (details, idempotencyKey) =>
          this.services.call(changeDirectoryService, { params: { serviceId }, body: { ...details, signpost: details.signpost || null, active: service.active }, idempotencyKey }),
        { labels: FIELD_WORDS },
      );
    if (result.sent) return redirect(`${DIRECTORY}/${serviceId}`, { done: 'changed' });
    return directoryFormPage(namedChanges(result.form, (id) => lists.agencies.name(id)), options, service);
  }

  @Get(':serviceId/end')
  askEnd(@Param('serviceId') serviceId: string): Promise<Answer> {
    return this.switching.ask(serviceId, false);
  }

  @Post(':serviceId/end')
  end(@Param('serviceId') serviceId: string, @Body() body: unknown): Promise<Answer> {
    return this.switching.set(serviceId, false, body);
  }

  @Get(':serviceId/resume')
  askResume(@Param('serviceId') serviceId: string): Promise<Answer> {
    return this.switching.ask(serviceId, true);
  }

  @Post(':serviceId/resume')
  resume(@Param('serviceId') serviceId: string, @Body() body: unknown): Promise<Answer> {
    return this.switching.set(serviceId, true, body);
  }

  private get(serviceId: string): Promise<DirectoryService> {
    return this.services.call(getDirectoryService, { params: { serviceId } });
  }

  private async lists(): Promise<DirectoryLists> {
    const [agencies, kinds, purposes] = await Promise.all([this.choices.agencies(), this.choices.list('service-kinds'), this.choices.list('purposes')]);
    return { agencies, kinds, purposes };
  }
}

const optionsOf = ({ agencies, kinds, purposes }: DirectoryLists, service: DirectoryService | null = null): DirectoryOptions => ({
  agencies: agencies.options(service === null ? [] : [service.providerAgencyId]),
  kinds: kinds.options(service?.kind),
  purposes: purposes.options(service?.purpose),
});
