import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isProblem } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { Open } from '../../session/access.js';
import { Sessions } from '../../session/sessions.js';
import { Installation } from '../../set-up/installation.js';
import { SignInLimit } from '../../session/sign-in-limit.js';
import { Visitor, Visit } from '../../session/visit.js';
import { journeyOf } from '../journey.js';
import { Onward } from '../onward.js';
import { signInForm } from './sign-in.form.js';
import { signInPage, tooMany } from './sign-in.presenter.js';

@Controller('sign-in')
@Open()
export class SignInController {
  constructor(
    private readonly sessions: Sessions,
    private readonly onward: Onward,
    private readonly limit: SignInLimit,
    private readonly installation: Installation,
  ) {}

  @Get()
  async show(@Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    const journey = journeyOf(query);
    if (visit.session !== null) return this.onward.next(visit, visit.session, journey);
    return (await this.installation.awaitsSetUp()) ? redirect('/set-up') : signInPage(journey);
  }

  @Post()
  async signIn(
    @Visitor() visit: Visit,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    const journey = journeyOf(body);
    const minutes = await this.limit.waitFor(request);
    if (minutes !== null) return tooMany(minutes);
    const read = signInForm.read(body);
    try {
      const result = await read.send(({ email, password }) => this.sessions.signIn(email, password));
      if (!result.sent) return signInPage(journey, result.form);
      return await this.onward.enter(visit, reply, result.answer.token, journey);
    } catch (error) {
      if (!isProblem(error, 'wrong-credentials')) throw error;
      await this.limit.countFailure(request);
      // The same words whichever of the two was wrong.
      return signInPage(journey, read.form.refused('Your email address or password is wrong', 'email'));
    }
  }
}
