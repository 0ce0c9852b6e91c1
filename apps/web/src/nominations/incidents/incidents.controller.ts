import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { NotFoundError } from '@concordat/platform-errors';
import { Form } from '../../forms/form.js';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { addressOf, type Nomination } from '../nomination.js';
import { Nominations } from '../nominations.js';
import { pageAfter } from '../steps.js';
import { anotherForm, incidentForm, removalForm } from './incidents.form.js';
import { incidentPage, incidentsOf, incidentsPage, removalPage, type Incident } from './incidents.presenter.js';

const DONE_WORDS = { added: 'The incident has been added', changed: 'The incident has been changed', removed: 'The incident has been removed' };

/** What happened: a list that grows, one page an incident. */
@Controller('nominations/:draftId/incidents')
export class IncidentsController {
  constructor(private readonly nominations: Nominations) {}

  @Get()
  async list(@Param('draftId') draftId: string, @Query() query: unknown): Promise<Answer> {
    const nomination = await this.open(draftId, query);
    if (incidentsOf(nomination).length === 0) return redirect(addressOf(nomination, 'incidents/new'));
    return incidentsPage(nomination, undefined, done(query, DONE_WORDS));
  }

  @Post()
  async goOn(@Param('draftId') draftId: string, @Query() query: unknown, @Body() body: unknown): Promise<Answer> {
    const nomination = await this.open(draftId, query);
    const { form, value } = anotherForm.read(body);
    if (value === null) return incidentsPage(nomination, form);
    return redirect(value.another ? addressOf(nomination, 'incidents/new') : pageAfter('incidents', nomination));
  }

  @Get('new')
  async blank(@Param('draftId') draftId: string, @Query() query: unknown): Promise<Answer> {
    return incidentPage(await this.open(draftId, query), null);
  }

  @Post('new')
  async add(@Param('draftId') draftId: string, @Query() query: unknown, @Body() body: unknown): Promise<Answer> {
    const nomination = await this.open(draftId, query);
    const result = await this.nominations.save(
      nomination,
      'incidents',
      incidentForm.read(body),
      ({ on, what, reportedTo }) => ({ incidents: [...incidentsOf(nomination), { on, what, reportedTo }] }),
      listed(nomination, 'added'),
    );
    return result instanceof Form ? incidentPage(nomination, null, result) : result;
  }

  @Get(':number')
  async show(@Param('draftId') draftId: string, @Param('number') number: string, @Query() query: unknown): Promise<Answer> {
    const nomination = await this.open(draftId, query);
    return incidentPage(nomination, incidentAt(nomination, number));
  }

  @Post(':number')
  async change(@Param('draftId') draftId: string, @Param('number') number: string, @Query() query: unknown, @Body() body: unknown): Promise<Answer> {
    const nomination = await this.open(draftId, query);
    const incident = incidentAt(nomination, number);
    const result = await this.nominations.save(
      nomination,
      'incidents',
      incidentForm.read(body),
      ({ on, what, reportedTo }) => ({ incidents: incidentsOf(nomination).map((one) => (one === incident ? { on, what, reportedTo } : one)) }),
      listed(nomination, 'changed'),
    );
    return result instanceof Form ? incidentPage(nomination, incident, result) : result;
  }

  @Get(':number/remove')
  async ask(@Param('draftId') draftId: string, @Param('number') number: string, @Query() query: unknown): Promise<Answer> {
    const nomination = await this.open(draftId, query);
    return removalPage(nomination, incidentAt(nomination, number));
  }

  @Post(':number/remove')
  async remove(@Param('draftId') draftId: string, @Param('number') number: string, @Query() query: unknown, @Body() body: unknown): Promise<Answer> {
    const nomination = await this.open(draftId, query);
    const incident = incidentAt(nomination, number);
    const read = removalForm.read(body);
    if (incidentsOf(nomination).length === 1) {
      return removalPage(nomination, incident, read.form.refused('A nomination needs at least one incident. Change this one, or add another before you remove it.'));
    }
    const result = await this.nominations.save(
      nomination,
      'incidents',
      read,
      () => ({ incidents: incidentsOf(nomination).filter((one) => one !== incident) }),
      listed(nomination, 'removed'),
    );
    return result instanceof Form ? removalPage(nomination, incident, result) : result;
  }

  private open(draftId: string, query: unknown): Promise<Nomination> {
    return this.nominations.open(draftId, query, 'incidents');
  }
}

function listed(nomination: Nomination, what: keyof typeof DONE_WORDS): string {
  return redirect(addressOf(nomination, 'incidents'), { done: what }).to;
}

/** @throws NotFoundError for a number that the list does not have */
function incidentAt(nomination: Nomination, number: string): Incident {
  const incident = /^[1-9]\d?$/.test(number) ? incidentsOf(nomination)[Number(number) - 1] : undefined;
  if (incident === undefined) throw new NotFoundError('incident');
  return incident;
}
