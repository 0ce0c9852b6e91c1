import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isProblem, type Form } from '../../forms/form.js';
import type { Answer } from '../../layout/answers.js';
import { fieldOf } from '../../session/body.js';
import { Open } from '../../session/access.js';
import { Passkeys } from '../../session/passkeys.js';
import { SignInLimit } from '../../session/sign-in-limit.js';
import { Visitor, Visit } from '../../session/visit.js';
import { journeyOf, type Journey } from '../journey.js';
import { Onward } from '../onward.js';
import { tooMany } from '../sign-in/sign-in.presenter.js';
import { passkeySignInForm } from './passkey-sign-in.form.js';
import { passkeyPage } from './passkey-sign-in.presenter.js';

/** A passkey in place of password and code, or besides the password. */
@Controller('sign-in/passkey')
@Open()
export class PasskeySignInController {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly onward: Onward,
    private readonly limit: SignInLimit,
  ) {}

  @Get()
  async show(@Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    const journey = journeyOf(query);
    if (visit.session !== null && visit.session.stage !== 'second-factor') return this.onward.next(visit, visit.session, journey);
    return this.ask(visit, journey);
  }

  /** Without a passkey it is the button of another page, which brings along what somebody typed. */
  @Post()
  async signIn(
    @Visitor() visit: Visit,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    const journey = journeyOf(body);
    if (fieldOf(body, 'challenge') === undefined) return this.ask(visit, journey);
    const minutes = await this.limit.waitFor(request);
    if (minutes !== null) return tooMany(minutes);
    const read = passkeySignInForm.read(body);
    try {
      const result = await read.send((shown) => (visit.session?.stage === 'second-factor' ? this.passkeys.give(visit, shown) : this.passkeys.signIn(shown)));
      if (!result.sent) return await this.ask(visit, journey, result.form);
      return await this.onward.enter(visit, reply, result.answer.token, journey);
    } catch (error) {
      if (!isProblem(error, 'wrong-passkey')) throw error;
      await this.limit.countFailure(request);
      return this.ask(visit, journey, read.form.refused('That passkey does not sign you in here'));
    }
  }

  private async ask(visit: Visit, journey: Journey, refused?: Form): Promise<Answer> {
    const besides = visit.session?.stage === 'second-factor' ? visit.session.secondFactors : null;
    return passkeyPage(await this.passkeys.ask(), journey, besides, refused);
  }
}
