import type { OpenSession } from '@concordat/contracts-partnership-registry';
import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { isProblem, type Form } from '../../forms/form.js';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { NeedsOnly } from '../../session/access.js';
import { Sessions } from '../../session/sessions.js';
import { Visitor, Visit } from '../../session/visit.js';
import { endSessionForm } from './open-sessions.form.js';
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
    const refused = await end(body, (password) => this.sessions.endOthers(visit, password));
    return refused === null ? redirect(OWN_SESSIONS, { done: 'others-ended' }) : endOthersPage(refused);
  }

  @Get(':sessionId/end')
  async ask(@Param('sessionId') sessionId: string, @Visitor() visit: Visit): Promise<Answer> {
    return endSessionPage(await this.session(visit, sessionId));
  }

  @Post(':sessionId/end')
  async end(@Param('sessionId') sessionId: string, @Body() body: unknown, @Visitor() visit: Visit): Promise<Answer> {
    const session = await this.session(visit, sessionId);
    const refused = await end(body, (password) => this.sessions.endOne(visit, sessionId, password));
    return refused === null ? redirect(OWN_SESSIONS, { done: 'ended' }) : endSessionPage(session, refused);
  }

  private async session(visit: Visit, sessionId: string): Promise<OpenSession> {
    const found = (await this.sessions.open(visit)).items.find(({ id }) => id === sessionId);
    if (found === undefined) throw new NotFoundError('session');
    return found;
  }
}

/** @returns the form to show again, or null when it is done */
async function end(body: unknown, work: (password: string) => Promise<void>): Promise<Form | null> {
  const read = endSessionForm.read(body);
  try {
    const result = await read.send(({ password }) => work(password));
    return result.sent ? null : result.form;
  } catch (error) {
    if (!isProblem(error, 'wrong-credentials')) throw error;
    return read.form.refused('Your password is wrong', 'password');
  }
}
