import { NotFoundError } from '@concordat/platform-errors';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isProblem } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { Open } from '../../session/access.js';
import { OrganisationCookie } from '../../session/organisation-cookie.js';
import { Organisations } from '../../session/organisations.js';
import { returnPath } from '../../session/return-path.js';
import { Visitor, Visit } from '../../session/visit.js';
import { Onward } from '../onward.js';
import { LINKING } from '../own-organisation/own-organisation.presenter.js';
import { JOINING } from '../join/join.presenter.js';
import { FIRST_TIME, firstTimePage, REFUSED, refusedPage } from './organisation-return.presenter.js';

/** Where an organisation's sign-in sends people back to. */
@Controller('sign-in/organisation')
@Open()
export class OrganisationReturnController {
  constructor(
    private readonly organisations: Organisations,
    private readonly cookie: OrganisationCookie,
    private readonly onward: Onward,
  ) {}

  /** Goes on at an address without the provider's answer. */
  @Get(':agencyId/return')
  async arrive(@Visitor() visit: Visit, @Param('agencyId') agencyId: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    if (!z.uuid().safeParse(agencyId).success) throw new NotFoundError('an organisation');
    const carried = this.cookie.read(request);
    this.cookie.forget(reply);
    // Another browser's answer, or one that was read already.
    if (carried?.on !== 'way') return redirect(REFUSED);
    try {
      const answer = visit.address.slice(visit.path.length + 1);
      const finished = await this.organisations.finish({ agencyId, ticket: carried.ticket, answer });
      if (finished.outcome === 'signed-in') return await this.onward.enter(visit, reply, finished.session.token, { to: returnPath(carried.to), kept: carried.kept });
      this.cookie.remember(reply, { on: 'linking', proof: finished.proof, agencyName: finished.agencyName, link: carried.link });
      if (carried.link !== null) return redirect(JOINING);
      return redirect(visit.session?.stage === 'ready' ? LINKING : FIRST_TIME);
    } catch (error) {
      if (!isProblem(error, 'provider-refused')) throw error;
      return redirect(REFUSED);
    }
  }

  @Get('first-time')
  firstTime(@Req() request: FastifyRequest): Answer {
    const carried = this.cookie.read(request);
    return carried?.on === 'linking' ? firstTimePage(carried.agencyName) : redirect('/sign-in/organisation');
  }

  @Get('refused')
  refused(): Answer {
    return refusedPage();
  }
}
