import { getPerson, type Person } from '@concordat/contracts-partnership-registry';
import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { ForPeopleAdministrators } from '../access.js';
import { FIELD_WORDS } from '../history/history-words.js';
import { confirmForm, confirmPage, reasonForm, reasonPage } from '../records/confirmation.js';
import { ACCOUNT_CHANGES, endingSessions, signOutEverywhere, type AccountChange } from './account-changes.js';
import { PEOPLE } from './people.presenter.js';
import { endingSession, endSession, personSessionsPage, SESSIONS_OF_DONE } from './person-sessions.js';

/** What is done to somebody's account: a leaver's is closed here. */
@Controller('administration/people/:userId')
@ForPeopleAdministrators()
export class AccountController {
  constructor(private readonly services: Services) {}

  @Get('end-sessions')
  async askEndSessions(@Param('userId') userId: string): Promise<Answer> {
    const person = await this.get(userId);
    return confirmPage(endingSessions(person), confirmForm.blank({ version: person.version }));
  }

  @Post('end-sessions')
  async endSessions(@Param('userId') userId: string, @Body() body: unknown): Promise<Answer> {
    const result = await confirmForm.read(body).send((_given, idempotencyKey) => signOutEverywhere(this.services, userId, idempotencyKey));
    if (result.sent) return redirect(`${PEOPLE}/${userId}`, { done: 'sessions-ended' });
    return confirmPage(endingSessions(await this.get(userId)), result.form);
  }

  @Get('sessions')
  async sessions(@Param('userId') userId: string, @Query() query: unknown): Promise<Answer> {
    return personSessionsPage(this.services, await this.get(userId), done(query, SESSIONS_OF_DONE));
  }

  @Get('sessions/:sessionId/end')
  async askEndSession(@Param('userId') userId: string, @Param('sessionId') sessionId: string): Promise<Answer> {
    const person = await this.get(userId);
    return confirmPage(await endingSession(this.services, person, sessionId), confirmForm.blank({ version: person.version }));
  }

  @Post('sessions/:sessionId/end')
  async endSession(@Param('userId') userId: string, @Param('sessionId') sessionId: string, @Body() body: unknown): Promise<Answer> {
    const result = await confirmForm.read(body).send((_given, idempotencyKey) => endSession(this.services, userId, sessionId, idempotencyKey));
    if (result.sent) return redirect(`${PEOPLE}/${userId}/sessions`, { done: 'ended' });
    return confirmPage(await endingSession(this.services, await this.get(userId), sessionId), result.form);
  }

  @Get(':change')
  async ask(@Param('userId') userId: string, @Param('change') change: string): Promise<Answer> {
    const { confirmation } = changeCalled(change);
    const person = await this.get(userId);
    return reasonPage(confirmation(person), reasonForm.blank({ version: person.version }));
  }

  @Post(':change')
  async perform(@Param('userId') userId: string, @Param('change') called: string, @Body() body: unknown): Promise<Answer> {
    const change = changeCalled(called);
    const result = await reasonForm.read(body).send((given, idempotencyKey) => change.perform(this.services, userId, given, idempotencyKey), { labels: FIELD_WORDS });
    if (result.sent) return redirect(`${PEOPLE}/${userId}`, { done: change.done });
    return reasonPage(change.confirmation(await this.get(userId)), result.form);
  }

  private get(userId: string): Promise<Person> {
    return this.services.call(getPerson, { params: { userId } });
  }
}

function changeCalled(called: string): AccountChange {
  const change = Object.entries(ACCOUNT_CHANGES).find(([name]) => name === called)?.[1];
  if (change === undefined) throw new NotFoundError('page');
  return change;
}
