import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { NotAllowedError, NotSignedInError, ProblemError } from '@concordat/platform-errors';
import type { FastifyRequest } from 'fastify';
import { Elsewhere } from '../layout/answers.js';
import { ACCESS, type Access } from './access.js';
import { fieldOf } from './body.js';
import { FormPace } from './form-pace.js';
import { FORM_TOKEN, FormTokens } from './form-tokens.js';
import { originOf } from './origin.js';
import { withReturn } from './return-path.js';
import { Sessions } from './sessions.js';
import type { CurrentSession, Visit } from './visit.js';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Stands before every page: who asks, whether they may, and whether a form is one of ours. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
    private readonly tokens: FormTokens,
    private readonly pace: FormPace,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { visit } = request;
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]) ?? 'acting';
    const writes = !READS.has(request.method);
    if (writes) this.checkOrigin(request, access);
    visit.asked = true;
    if (access === 'aside') return true;
    if (visit.token !== null) visit.session = await this.sessionOf(visit.token, access);
    if (access === 'open') return true;
    if (visit.session === null) throw new NotSignedInError();
    this.checkStage(visit, visit.session, access);
    if (writes && !this.tokens.matches(visit, fieldOf(request.body, FORM_TOKEN))) {
      throw new ProblemError({ status: 403, code: 'form-out-of-date', title: 'This form is out of date', detail: 'Go back, reload the page and send it again.' });
    }
    if (writes) await this.pace.count(request);
    return true;
  }

  /** An open form, such as signing in, has no token: there the browser must say that the request is our own. */
  private checkOrigin(request: FastifyRequest, access: Access): void {
    const origin = originOf(request);
    if (origin === 'other' || (origin === 'unknown' && (access === 'open' || access === 'aside'))) {
      throw new NotAllowedError('This form was not sent from a page of Concordat.');
    }
  }

  /** An open page is shown whether or not the session holds, and whether or not the registry answers. */
  private async sessionOf(token: string, access: Access): Promise<CurrentSession | null> {
    try {
      return await this.sessions.current(token);
    } catch (error) {
      if (access === 'open' && error instanceof ProblemError) return null;
      throw error;
    }
  }

  private checkStage(visit: Visit, session: CurrentSession, access: Access): void {
    const here = visit.address;
    if (access !== 'begun') {
      if (session.stage === 'second-factor') throw new Elsewhere(withReturn('/sign-in/second-factor', here));
      if (session.stage === 'keep-backup-codes') throw new Elsewhere(withReturn('/sign-in/backup-codes', here));
      if (session.stage === 'set-up-second-factor') throw new Elsewhere(withReturn('/sign-in/second-factor/set-up', here));
    }
    if (access === 'acting' && visit.acting === null) {
      if (session.memberships.length === 0) throw new NotAllowedError('You do not belong to an agency here any more. Ask your administrator.');
      throw new Elsewhere(withReturn('/account/membership', here));
    }
  }
}
