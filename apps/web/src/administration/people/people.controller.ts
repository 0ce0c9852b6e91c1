import { addPerson, changePerson, createPasswordLink, getPerson, invitePerson, listPeople, type Person } from '@concordat/contracts-partnership-registry';
import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { cursorOf } from '../../cases/cursor.js';
import { buttonForm } from '../../forms/form.js';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { today } from '../../layout/times.js';
import { Services } from '../../services/services.js';
import { Visitor, Visit } from '../../session/visit.js';
import { ForPeopleAdministrators } from '../access.js';
import { Choices } from '../choices.js';
import { FIELD_WORDS } from '../history/history-words.js';
import { askPasswordLinkPage, changePersonPage, newPersonPage, passwordLinkPage, PEOPLE, peoplePage, PERSON_DONE, personPage } from './people.presenter.js';
import { newPersonForm, peopleFilterForm, personForm } from './person.form.js';

@Controller('administration/people')
@ForPeopleAdministrators()
export class PeopleController {
  constructor(
    private readonly services: Services,
    private readonly choices: Choices,
  ) {}

  @Get()
  async list(@Query() query: unknown): Promise<Answer> {
    const agencyId = peopleFilterForm.read(query).value?.agency ?? null;
    const after = cursorOf(query);
    const [people, agencies] = await Promise.all([
      this.services.call(listPeople, { query: { ...(agencyId === null ? {} : { agencyId }), ...(after === null ? {} : { after }) } }),
      this.choices.agencies(),
    ]);
    return peoplePage(people, agencies, agencyId, after);
  }

  @Get('new')
  async blank(@Visitor() visit: Visit): Promise<Answer> {
    const agencies = (await this.choices.agencies()).options();
    return newPersonPage(newPersonForm(agencies).blank({ startsOn: today(), agencyId: visit.acting?.agencyId }), agencies);
  }

  @Post('new')
  async add(@Body() body: unknown): Promise<Answer> {
    const agencies = (await this.choices.agencies()).options();
    const result = await newPersonForm(agencies)
      .read(body)
      .send(({ name, email, ...membership }, idempotencyKey) => this.services.call(addPerson, { body: { name, email, membership }, idempotencyKey }), { rules: { 'already-here': 'email', 'another-agency': 'agencyId' } });
    if (!result.sent) return newPersonPage(result.form, agencies);
    return redirect(`${PEOPLE}/${result.answer.id}/password-link`, { done: 'added' });
  }

  @Get(':userId')
  async show(@Param('userId') userId: string, @Query() query: unknown): Promise<Answer> {
    return personPage(await this.get(userId), done(query, PERSON_DONE));
  }

  @Get(':userId/change')
  async changing(@Param('userId') userId: string): Promise<Answer> {
    const person = await this.get(userId);
    return changePersonPage(personForm.blank(person), person);
  }

  @Post(':userId/change')
  async change(@Param('userId') userId: string, @Body() body: unknown): Promise<Answer> {
    const result = await personForm
      .read(body)
      .send((details, idempotencyKey) => this.services.call(changePerson, { params: { userId }, body: details, idempotencyKey }), { labels: FIELD_WORDS, rules: { 'email-taken': 'email' } });
    if (result.sent) return redirect(`${PEOPLE}/${userId}`, { done: 'changed' });
    return changePersonPage(result.form, await this.get(userId));
  }

  @Get(':userId/password-link')
  async askPasswordLink(@Param('userId') userId: string, @Query() query: unknown): Promise<Answer> {
    return askPasswordLinkPage(await this.get(userId), done(query, PERSON_DONE));
  }

  /**
   * Answers with a page and not with a redirect, because the link is a secret: it stands in no address and is kept nowhere.
   * Without an idempotency key, for the same reason: sent twice, it makes two links, of which the one that is shown works.
   */
  @Post(':userId/password-link')
  async makePasswordLink(@Param('userId') userId: string, @Body() body: unknown, @Req() request: FastifyRequest): Promise<Answer> {
    const person = await this.get(userId);
    const result = await buttonForm.read(body).send(() => this.services.call(createPasswordLink, { params: { userId } }));
    if (!result.sent) return askPasswordLinkPage(person, null, result.form);
    return passwordLinkPage(person, result.answer, `${request.protocol}://${request.host}`);
  }

  @Post(':userId/invitation')
  async invite(@Param('userId') userId: string, @Body() body: unknown): Promise<Answer> {
    const result = await buttonForm.read(body).send((_value, idempotencyKey) => this.services.call(invitePerson, { params: { userId }, idempotencyKey }));
    if (result.sent) return redirect(`${PEOPLE}/${userId}`, { done: 'invited' });
    return askPasswordLinkPage(await this.get(userId), null, result.form);
  }

  private get(userId: string): Promise<Person> {
    return this.services.call(getPerson, { params: { userId } });
  }
}
