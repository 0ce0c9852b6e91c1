import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { NotSignedInError } from '@concordat/platform-errors';
import { isProblem } from '../../forms/form.js';
import type { Answer } from '../../layout/answers.js';
import { NeedsOnly } from '../../session/access.js';
import { Sessions } from '../../session/sessions.js';
import { Visitor, Visit } from '../../session/visit.js';
import { journeyOf } from '../journey.js';
import { Onward } from '../onward.js';
import { setUpByLinkForm, setUpForm } from './second-factor-set-up.form.js';
import { linkTooOldPage, scanPage, setUpByLinkPage, setUpPage } from './second-factor-set-up.presenter.js';

@Controller('sign-in/second-factor/set-up')
@NeedsOnly('begun')
export class SecondFactorSetUpController {
  constructor(
    private readonly sessions: Sessions,
    private readonly onward: Onward,
  ) {}

  @Get()
  async show(@Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    const journey = journeyOf(query);
    if (visit.session === null) throw new NotSignedInError();
    if (visit.session.stage !== 'set-up-second-factor') return this.onward.next(visit, visit.session, journey);
    return visit.session.hasPassword === false ? setUpByLinkPage(journey) : setUpPage(journey);
  }

  /** Nothing is changed until the first code is given, so the page may be reloaded. */
  @Post()
  async begin(@Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    return visit.session?.hasPassword === false ? this.#byLink(visit, body) : this.#byPassword(visit, body);
  }

  async #byPassword(visit: Visit, body: unknown): Promise<Answer> {
    const journey = journeyOf(body);
    const read = setUpForm.read(body);
    try {
      const result = await read.send(({ password }) => this.sessions.beginSecondFactor(visit, password));
      return result.sent ? scanPage(journey, result.answer) : setUpPage(journey, result.form);
    } catch (error) {
      if (!isProblem(error, 'wrong-credentials')) throw error;
      return setUpPage(journey, read.form.refused('Your password is wrong', 'password'));
    }
  }

  async #byLink(visit: Visit, body: unknown): Promise<Answer> {
    const journey = journeyOf(body);
    try {
      const result = await setUpByLinkForm.read(body).send(() => this.sessions.beginSecondFactor(visit, null));
      return result.sent ? scanPage(journey, result.answer) : setUpByLinkPage(journey, result.form);
    } catch (error) {
      if (!isProblem(error, 'confirmation-needed')) throw error;
      return linkTooOldPage();
    }
  }
}
