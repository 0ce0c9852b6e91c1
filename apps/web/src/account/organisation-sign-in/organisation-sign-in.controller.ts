import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Answer } from '../../layout/answers.js';
import { Open } from '../../session/access.js';
import { fieldOf } from '../../session/body.js';
import { OrganisationCookie } from '../../session/organisation-cookie.js';
import { Organisations } from '../../session/organisations.js';
import { withReturn } from '../../session/return-path.js';
import { journeyOf } from '../journey.js';
import { organisationForm } from './organisation-sign-in.form.js';
import { leavingPage, organisationPage } from './organisation-sign-in.presenter.js';

/** The way to the sign-in of somebody's own organisation, found by the domain of their address. */
@Controller('sign-in/organisation')
@Open()
export class OrganisationSignInController {
  constructor(
    private readonly organisations: Organisations,
    private readonly cookie: OrganisationCookie,
  ) {}

  @Get()
  show(@Query() query: unknown): Answer {
    return organisationPage(journeyOf(query));
  }

  /** Nothing but the domain is asked for, so that nobody learns who has an account. Without an address it is the button of another page. */
  @Post()
  async begin(@Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    const journey = journeyOf(body);
    if (fieldOf(body, 'email') === undefined) return organisationPage(journey);
    const result = await organisationForm
      .read(body)
      .send(({ email }) => this.organisations.begin(email.slice(email.lastIndexOf('@') + 1).toLowerCase()), { rules: { 'no-provider': 'email', 'provider-not-reached': 'email' } });
    if (!result.sent) return organisationPage(journey, result.form);
    this.cookie.remember(reply, { on: 'way', ticket: result.answer.ticket, link: null, ...journey });
    return leavingPage(result.answer, withReturn('/sign-in/organisation', journey.to));
  }
}
