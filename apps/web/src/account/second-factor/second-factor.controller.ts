import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { NotSignedInError } from '@concordat/platform-errors';
import type { FastifyReply } from 'fastify';
import { isProblem } from '../../forms/form.js';
import type { Answer } from '../../layout/answers.js';
import { NeedsOnly } from '../../session/access.js';
import { Sessions } from '../../session/sessions.js';
import { Visitor, Visit } from '../../session/visit.js';
import { journeyOf } from '../journey.js';
import { Onward } from '../onward.js';
import { secondFactorForm } from './second-factor.form.js';
import { secondFactorPage } from './second-factor.presenter.js';

@Controller('sign-in/second-factor')
@NeedsOnly('begun')
export class SecondFactorController {
  constructor(
    private readonly sessions: Sessions,
    private readonly onward: Onward,
  ) {}

  @Get()
  async show(@Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    const journey = journeyOf(query);
    if (visit.session === null) throw new NotSignedInError();
    return visit.session.stage === 'second-factor' && visit.session.secondFactors.includes('app') ? secondFactorPage(visit.session, journey) : this.onward.next(visit, visit.session, journey);
  }

  /** The code of an app that is in use, or the first code of one that is being set up. */
  @Post()
  async give(@Visitor() visit: Visit, @Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    const journey = journeyOf(body);
    if (visit.session === null) throw new NotSignedInError();
    const { session } = visit;
    const read = secondFactorForm.read(body);
    try {
      const result = await read.send(({ code }) => this.sessions.giveSecondFactor(visit, code));
      if (!result.sent) return secondFactorPage(session, journey, result.form);
      return await this.onward.enter(visit, reply, result.answer.token, journey);
    } catch (error) {
      if (!isProblem(error, 'wrong-code')) throw error;
      // A code that was refused is never taken later: the field is empty for the next one.
      return secondFactorPage(session, journey, secondFactorForm.blank().refused('That code is wrong or used already, or your app has moved on to the next one. Enter the code that your app shows now', 'code'));
    }
  }
}
