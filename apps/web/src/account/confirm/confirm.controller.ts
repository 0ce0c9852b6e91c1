import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { NotSignedInError } from '@concordat/platform-errors';
import { isProblem, type Form } from '../../forms/form.js';
import type { Answer } from '../../layout/answers.js';
import { NeedsOnly } from '../../session/access.js';
import { Passkeys } from '../../session/passkeys.js';
import { Visitor, Visit } from '../../session/visit.js';
import { journeyOf, type Journey } from '../journey.js';
import { Onward } from '../onward.js';
import { passkeySignInForm } from '../passkey-sign-in/passkey-sign-in.form.js';
import { confirmForm } from './confirm.form.js';
import { confirmPage } from './confirm.presenter.js';

/** Says again who one is, before what changes how people sign in; then goes on with it. */
@Controller('account/confirm')
@NeedsOnly('begun')
export class ConfirmController {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly onward: Onward,
  ) {}

  @Get()
  async show(@Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    return this.ask(visit, journeyOf(query));
  }

  @Post()
  async byPassword(@Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const journey = journeyOf(body);
    const read = confirmForm.read(body);
    try {
      const result = await read.send((given) => this.passkeys.confirm(visit, given));
      return result.sent ? this.goOn(visit, journey) : await this.ask(visit, journey, result.form);
    } catch (error) {
      if (!isProblem(error, 'wrong-credentials')) throw error;
      return this.ask(visit, journey, read.form.refused('Your password is wrong', 'password'));
    }
  }

  @Post('passkey')
  async byPasskey(@Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const journey = journeyOf(body);
    try {
      const result = await passkeySignInForm.read(body).send((shown) => this.passkeys.confirm(visit, shown));
      return result.sent ? this.goOn(visit, journey) : await this.ask(visit, journey, confirmForm.blank().refused('Your browser gave no passkey. Try again, or enter your password'));
    } catch (error) {
      if (!isProblem(error, 'wrong-passkey')) throw error;
      return this.ask(visit, journey, confirmForm.blank().refused('That passkey is not one of yours'));
    }
  }

  private goOn({ session }: Visit, journey: Journey): Answer {
    if (session === null) throw new NotSignedInError();
    return this.onward.arrive(session, journey, 'to-confirm');
  }

  private async ask({ session }: Visit, journey: Journey, form?: Form): Promise<Answer> {
    const asked = session?.secondFactors.includes('passkey') ? await this.passkeys.ask() : null;
    return confirmPage(journey, asked, form);
  }
}
