import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { buttonForm } from '../../forms/form.js';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { NeedsOnly } from '../../session/access.js';
import { OrganisationCookie } from '../../session/organisation-cookie.js';
import { Organisations } from '../../session/organisations.js';
import { Visitor, Visit } from '../../session/visit.js';
import { linkPage, OWN_ORGANISATION, ownOrganisationPage, removePage } from './own-organisation.presenter.js';

const DONE = { linked: 'Your organisation’s account has been linked', removed: 'Your organisation’s account no longer signs you in' } as const;

/** The accounts of organisations with which somebody signs in. */
@Controller('account/organisation')
@NeedsOnly('signed-in')
export class OwnOrganisationController {
  constructor(
    private readonly organisations: Organisations,
    private readonly cookie: OrganisationCookie,
  ) {}

  @Get()
  async show(@Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    return ownOrganisationPage(await this.organisations.list(visit), done(query, DONE));
  }

  @Get('link')
  askLink(@Req() request: FastifyRequest): Answer {
    const carried = this.cookie.read(request);
    return carried?.on === 'linking' ? linkPage(carried.agencyName, buttonForm.blank()) : redirect(OWN_ORGANISATION);
  }

  @Post('link')
  async link(@Visitor() visit: Visit, @Body() body: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    const carried = this.cookie.read(request);
    if (carried?.on !== 'linking') return redirect(OWN_ORGANISATION);
    const result = await buttonForm.read(body).send((_value, key) => this.organisations.link(visit, carried.proof, key));
    if (!result.sent) return linkPage(carried.agencyName, result.form);
    this.cookie.forget(reply);
    return redirect(OWN_ORGANISATION, { done: 'linked' });
  }

  @Get(':identityId/remove')
  async askRemove(@Visitor() visit: Visit, @Param('identityId') identityId: string): Promise<Answer> {
    return removePage(await this.one(visit, identityId), buttonForm.blank());
  }

  @Post(':identityId/remove')
  async remove(@Visitor() visit: Visit, @Param('identityId') identityId: string, @Body() body: unknown): Promise<Answer> {
    const result = await buttonForm.read(body).send((_value, key) => this.organisations.remove(visit, identityId, key));
    return result.sent ? redirect(OWN_ORGANISATION, { done: 'removed' }) : removePage(await this.one(visit, identityId), result.form);
  }

  private async one(visit: Visit, identityId: string) {
    const linked = (await this.organisations.list(visit)).find(({ id }) => id === identityId);
    if (linked === undefined) throw new NotFoundError('an account of an organisation');
    return linked;
  }
}
