import type { OpenSession } from '@concordat/contracts-partnership-registry';
import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { buttonForm } from '../../forms/form.js';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { NeedsOnly } from '../../session/access.js';
import { Sessions } from '../../session/sessions.js';
import { Visitor, Visit } from '../../session/visit.js';
import { endOthersPage, endSessionPage, openSessionsPage, OWN_SESSIONS, SESSIONS_DONE } from './open-sessions.presenter.js';

/** Where somebody is signed in, and ending it. */
@Controller('account/sessions')
@NeedsOnly('signed-in')
export class OpenSessionsController {
  constructor(private readonly sessions: Sessions) {}

  @Get()
  async list(@Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    return openSessionsPage(await this.sessions.open(visit), done(query, SESSIONS_DONE));
  }

  @Get('others/end')
  askOthers(): Answer {
    return endOthersPage();
  }

  @Post('others/end')
  async endOthers(@Body() body: unknown, @Visitor() visit: Visit): Promise<Answer> {
    const result = await buttonForm.read(body).send(() => this.sessions.endOthers(visit));
    return result.sent ? redirect(OWN_SESSIONS, { done: 'others-ended' }) : endOthersPage(result.form);
  }

  @Get(':sessionId/end')
  async ask(@Param('sessionId') sessionId: string, @Visitor() visit: Visit): Promise<Answer> {
    return endSessionPage(await this.session(visit, sessionId));
  }

  @Post(':sessionId/end')
  async end(@Param('sessionId') sessionId: string, @Body() body: unknown, @Visitor() visit: Visit): Promise<Answer> {
    const result = await buttonForm.read(body).send((_value, key) => this.sessions.endOne(visit, sessionId, key));
    return result.sent ? redirect(OWN_SESSIONS, { done: 'ended' }) : endSessionPage(await this.session(visit, sessionId), result.form);
  }

  private async session(visit: Visit, sessionId: string): Promise<OpenSession> {
    const found = (await this.sessions.open(visit)).items.find(({ id }) => id === sessionId);
    if (found === undefined) throw new NotFoundError('session');
    return found;
  }
}
