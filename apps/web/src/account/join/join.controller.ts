import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { buttonForm, type Form } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { AccountLinks } from '../../session/account-links.js';
import { Open } from '../../session/access.js';
import { fieldOf } from '../../session/body.js';
import { OrganisationCookie } from '../../session/organisation-cookie.js';
import { Organisations } from '../../session/organisations.js';
import { Visitor, Visit } from '../../session/visit.js';
import { Onward } from '../onward.js';
import { leavingPage } from '../organisation-sign-in/organisation-sign-in.presenter.js';
import { JOINING, joinPage, linkAddress } from './join.presenter.js';
import { whereLinkWorks } from './where-link-works.js';

/** Whoever was invited and chooses the account that they have at work: to their agency, back, and the linking of the two. */
@Controller()
@Open()
export class JoinController {
  constructor(
    private readonly links: AccountLinks,
    private readonly organisations: Organisations,
    private readonly cookie: OrganisationCookie,
    private readonly onward: Onward,
  ) {}

  @Post('passwords/:token/organisation')
  async leave(@Param('token') token: string, @Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    return whereLinkWorks(async () => {
      const { organisations } = await this.links.read(token);
      const chosen = organisations.find(({ domain }) => domain === fieldOf(body, 'domain'));
      if (chosen === undefined) return redirect(linkAddress(token));
      const begun = await this.organisations.begin(chosen.domain);
      this.cookie.remember(reply, { on: 'way', ticket: begun.ticket, to: '/', kept: '', link: token });
      return leavingPage(begun, linkAddress(token));
    });
  }

  @Get(JOINING)
  async show(@Req() request: FastifyRequest): Promise<Answer> {
    return this.ask(request, buttonForm.blank());
  }

  @Post(JOINING)
  async join(@Visitor() visit: Visit, @Body() body: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    const carried = this.cookie.read(request);
    if (carried?.on !== 'linking' || carried.link === null) return redirect('/sign-in');
    const { link, proof } = carried;
    const result = await buttonForm.read(body).send((_value, key) => this.links.linkIdentity(link, proof, key));
    if (!result.sent) return this.ask(request, result.form);
    this.cookie.forget(reply);
    return this.onward.enter(visit, reply, result.answer.token, { to: '/', kept: '' });
  }

  private async ask(request: FastifyRequest, form: Form): Promise<Answer> {
    const carried = this.cookie.read(request);
    if (carried?.on !== 'linking' || carried.link === null) return redirect('/sign-in');
    const { link: token, agencyName } = carried;
    return whereLinkWorks(async () => joinPage({ token, agencyName, name: (await this.links.read(token)).name }, form));
  }
}
