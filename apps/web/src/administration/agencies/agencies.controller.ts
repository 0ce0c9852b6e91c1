import { addAgency, changeAgency, getAgency, listAgencies, type Agency } from '@concordat/contracts-partnership-registry';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { cursorOf } from '../../cases/cursor.js';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { fieldOf } from '../../session/body.js';
import { ForAdministrators } from '../access.js';
import { Choices, type AgencyChoices, type ListedChoices } from '../choices.js';
import { FIELD_WORDS } from '../history/history-words.js';
import { Switching } from '../records/switching.js';
import { namedChanges } from '../tables.js';
import { AGENCIES, AGENCY_DONE, agenciesPage, agencyFormPage, agencyPage, leaving, rejoining } from './agencies.presenter.js';
import { agencyForm, newAgencyForm, type AgencyOptions } from './agency.form.js';

@Controller('administration/agencies')
@ForAdministrators()
export class AgenciesController {
  private readonly switching = new Switching<Agency>({
    get: (id) => this.get(id),
    asks: (active) => (active ? rejoining : leaving),
    change: ({ id: agencyId, name, kind, parentId, emergencyAccess, dutyContact }, given, idempotencyKey) =>
      this.services.call(changeAgency, { params: { agencyId }, body: { name, kind, parentId, emergencyAccess, dutyContact, ...given }, idempotencyKey }),
    names: () => this.choices.agencies(),
    then: (id, active) => ({ path: `${AGENCIES}/${id}`, done: active ? 'rejoined' : 'left' }),
  });

  constructor(
    private readonly services: Services,
    private readonly choices: Choices,
  ) {}

  @Get()
  async list(@Query() query: unknown): Promise<Answer> {
    const left = fieldOf(query, 'left') === 'yes';
    const after = cursorOf(query);
    const [agencies, kinds] = await Promise.all([
      this.services.call(listAgencies, { query: { left: String(left), ...(after === null ? {} : { after }) } }),
      this.choices.list('agency-kinds'),
    ]);
    return agenciesPage(agencies, kinds, left, after);
  }

  @Get('new')
  async blank(): Promise<Answer> {
    const options = optionsOf(await this.lists());
    return agencyFormPage(newAgencyForm(options).blank(), options, null);
  }

  @Post('new')
  async add(@Body() body: unknown): Promise<Answer> {
    const options = optionsOf(await this.lists());
    const result = await newAgencyForm(options)
      .read(body)
      .send(({ existingId, ...details }, idempotencyKey) => this.services.call(addAgency, { body: { ...details, ...(existingId === undefined ? {} : { existingId }) }, idempotencyKey }), {
        rules: { 'already-here': 'existingId' },
      });
    if (result.sent) return redirect(`${AGENCIES}/${result.answer.id}`, { done: 'added' });
    return agencyFormPage(result.form, options, null);
  }

  @Get(':agencyId')
  async show(@Param('agencyId') agencyId: string, @Query() query: unknown): Promise<Answer> {
    const [agency, { agencies, kinds }] = await Promise.all([this.get(agencyId), this.lists()]);
    return agencyPage(agency, agencies, kinds, done(query, AGENCY_DONE));
  }

  @Get(':agencyId/change')
  async changing(@Param('agencyId') agencyId: string): Promise<Answer> {
    const [agency, lists] = await Promise.all([this.get(agencyId), this.lists()]);
    const options = optionsOf(lists, agency);
    return agencyFormPage(agencyForm(options).blank({ ...agency, dutyContact: agency.dutyContact ?? '' }), options, agency);
  }

  @Post(':agencyId/change')
  async change(@Param('agencyId') agencyId: string, @Body() body: unknown): Promise<Answer> {
    const [agency, lists] = await Promise.all([this.get(agencyId), this.lists()]);
    const options = optionsOf(lists, agency);
    const result = await agencyForm(options)
      .read(body)
      .send((details, idempotencyKey) => this.services.call(changeAgency, { params: { agencyId }, body: { ...details, active: agency.active }, idempotencyKey }), { labels: FIELD_WORDS });
    if (result.sent) return redirect(`${AGENCIES}/${agencyId}`, { done: 'changed' });
    return agencyFormPage(namedChanges(result.form, (id) => lists.agencies.name(id)), options, agency);
  }

  @Get(':agencyId/leave')
  askLeave(@Param('agencyId') agencyId: string): Promise<Answer> {
    return this.switching.ask(agencyId, false);
  }

  @Post(':agencyId/leave')
  leave(@Param('agencyId') agencyId: string, @Body() body: unknown): Promise<Answer> {
    return this.switching.set(agencyId, false, body);
  }

  @Get(':agencyId/rejoin')
  askRejoin(@Param('agencyId') agencyId: string): Promise<Answer> {
    return this.switching.ask(agencyId, true);
  }

  @Post(':agencyId/rejoin')
  rejoin(@Param('agencyId') agencyId: string, @Body() body: unknown): Promise<Answer> {
    return this.switching.set(agencyId, true, body);
  }

  private get(agencyId: string): Promise<Agency> {
    return this.services.call(getAgency, { params: { agencyId } });
  }

  private async lists(): Promise<{ agencies: AgencyChoices; kinds: ListedChoices }> {
    const [agencies, kinds] = await Promise.all([this.choices.agencies(), this.choices.list('agency-kinds')]);
    return { agencies, kinds };
  }
}

/** Of an agency that is there already, what it has stays a choice; it cannot be part of itself. */
function optionsOf({ agencies, kinds }: { agencies: AgencyChoices; kinds: ListedChoices }, agency: Agency | null = null): AgencyOptions {
  return {
    kinds: kinds.options(agency?.kind),
    parents: agencies.options(agency?.parentId ? [agency.parentId] : []).filter(({ value }) => value !== agency?.id),
  };
}
