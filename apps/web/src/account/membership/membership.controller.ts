import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { NotSignedInError } from '@concordat/platform-errors';
import type { Answer } from '../../layout/answers.js';
import { NeedsOnly } from '../../session/access.js';
import { Sessions } from '../../session/sessions.js';
import { Visitor, Visit } from '../../session/visit.js';
import { journeyOf } from '../journey.js';
import { Onward } from '../onward.js';
import { membershipForm } from './membership.form.js';
import { membershipPage } from './membership.presenter.js';

@Controller('account/membership')
@NeedsOnly('signed-in')
export class MembershipController {
  constructor(
    private readonly sessions: Sessions,
    private readonly onward: Onward,
  ) {}

  @Get()
  show(@Visitor() visit: Visit, @Query() query: unknown): Answer {
    if (visit.session === null) throw new NotSignedInError();
    return membershipPage(visit.session, journeyOf(query));
  }

  @Post()
  async choose(@Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const { session, token } = visit;
    if (session === null || token === null) throw new NotSignedInError();
    const journey = journeyOf(body);
    const result = await membershipForm(session).read(body).send(({ membershipId }) => this.sessions.actAs(token, membershipId));
    return result.sent ? this.onward.arrive(session, journey) : membershipPage(session, journey, result.form);
  }
}
