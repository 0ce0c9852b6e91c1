import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { InvalidInputError, NotSignedInError, ProblemError, StaleVersionError } from '@concordat/platform-errors';
import { runWithTrace } from '@concordat/platform-logging';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { confirmPage } from '../account/confirm/confirm.presenter.js';
import { signInPage } from '../account/sign-in/sign-in.presenter.js';
import { isProblem } from '../forms/form.js';
import { fieldOf } from '../session/body.js';
import { FORM_TOKEN, FormTokens } from '../session/form-tokens.js';
import { KeptForms } from '../session/kept-forms.js';
import { Passkeys } from '../session/passkeys.js';
import { returnPath, withReturn } from '../session/return-path.js';
import { Sessions } from '../session/sessions.js';
import { runVisit, type Visit } from '../session/visit.js';
import { Elsewhere, type PageModel } from './answers.js';
import { describeChanges } from './changes.js';
import { Sent } from './page-adapter.js';
import { Pages } from './pages.js';
import { redirection } from './rendering.interceptor.js';

interface ErrorPage extends PageModel {
  status: number;
  template: string;
}

/** Every error becomes a page that says what happened and what to do next. */
@Catch()
export class PageErrorsFilter implements ExceptionFilter {
  private readonly logger = new Logger('pages');

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly pages: Pages,
    private readonly tokens: FormTokens,
    private readonly kept: KeptForms,
    private readonly sessions: Sessions,
    private readonly passkeys: Passkeys,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { visit } = request;
    const answer = await runWithTrace(visit.id, () => runVisit(visit, () => this.answerTo(error, request)));
    this.host.httpAdapter.reply(http.getResponse<FastifyReply>(), answer, answer.status);
  }

  private async answerTo(error: unknown, request: FastifyRequest): Promise<Sent> {
    if (error instanceof Elsewhere) return redirection(error.to);
    if (error instanceof NotSignedInError) return this.signIn(request);
    if (isProblem(error, 'confirmation-needed')) return this.confirm(request);
    await this.recognise(request.visit);
    const { status, template, ...model } = errorPage(error, request);
    if (status >= 500) this.logger.error(error instanceof Error ? error : new Error('something that is no error was thrown'));
    return new Sent(status, await this.pages.render(`layout/errors/${template}`, { ...model, status, id: request.visit.id }, request.visit));
  }

  /** An address that no page has passes no guard: who asked is seen here, for the header. */
  private async recognise(visit: Visit): Promise<void> {
    if (visit.asked || visit.token === null) return;
    try {
      visit.session = await this.sessions.current(visit.token);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
  }

  /** Brings people back to where they were; what they typed into a form goes with them. */
  private async signIn(request: FastifyRequest): Promise<Sent> {
    const { visit } = request;
    const owner = this.tokens.ownerIn(fieldOf(request.body, FORM_TOKEN));
    if (request.method === 'GET' || owner === null) return redirection(withReturn('/sign-in', returnPath(visit.address)));
    visit.session = null;
    const { template, model } = signInPage({ to: '/', kept: this.kept.keep(owner, visit.address, request.body) });
    return new Sent(401, await this.pages.render(template, { ...model, title: 'Your session has ended' }, visit));
  }

  /** Asks people who they are and brings them back; what they were sending goes with them. */
  private async confirm(request: FastifyRequest): Promise<Sent> {
    const { visit } = request;
    if (request.method === 'GET' || visit.session === null) return redirection(withReturn('/account/confirm', returnPath(visit.address)));
    const asked = visit.session.secondFactors.includes('passkey') ? await this.passkeys.ask() : null;
    const { template, model } = confirmPage({ to: '/', kept: this.kept.keep(this.tokens.ownerOf(visit.session.user.id), visit.address, request.body) }, asked);
    return new Sent(403, await this.pages.render(template, model, visit));
  }
}

function errorPage(error: unknown, request: FastifyRequest): ErrorPage {
  if (error instanceof StaleVersionError) {
    return { status: 409, template: 'changed', title: 'Someone changed this', changes: describeChanges(error.changes, request.visit) };
  }
  if (error instanceof InvalidInputError) {
    // An address that no page of ours leads to is answered like any other that does not exist.
    const address = error.issues.every(({ path }) => /^(params|query)(\.|$)/.test(path));
    return address ? notFound : { status: 400, template: 'not-understood', title: 'There is a problem with what was sent', issues: error.issues };
  }
  switch (statusOf(error)) {
    case 400:
      return { status: 400, template: 'not-understood', title: 'There is a problem with what was sent' };
    case 403:
      return { status: 403, template: 'not-allowed', title: 'You cannot do this', reason: detailOf(error) };
    case 404:
    case 405:
    // Its key was destroyed while it was being read: from the next moment on it is not found.
    case 410:
      return notFound;
    case 413:
      return { status: 413, template: 'too-large', title: 'What you sent is too large' };
    case 415:
      return { status: 415, template: 'not-understood', title: 'There is a problem with what was sent' };
    case 409:
    case 422:
      return { status: 422, template: 'refused', title: 'This cannot be done', reason: detailOf(error) };
    case 429:
      return { status: 429, template: 'too-many', title: 'You have tried too many times', minutes: waitOf(error) };
    case 503:
      return { status: 503, template: 'unavailable', title: 'Sorry, part of the service is unavailable' };
    default:
      return { status: 500, template: 'problem', title: 'Sorry, there is a problem with the service' };
  }
}

const notFound: ErrorPage = { status: 404, template: 'not-found', title: 'Page not found' };

function statusOf(error: unknown): number {
  if (error instanceof ProblemError) return error.status;
  if (error instanceof HttpException) return error.getStatus();
  // Fastify's own errors, e.g. of a body that is too large.
  const status = fieldOf(error, 'statusCode');
  return typeof status === 'number' ? status : 500;
}

/** Minutes to wait, as a service says with a 429. */
function waitOf(error: unknown): number | null {
  const seconds = error instanceof ProblemError ? error.extras.retryAfterSeconds : null;
  return typeof seconds === 'number' ? Math.max(1, Math.ceil(seconds / 60)) : null;
}

function detailOf(error: unknown): string | null {
  return error instanceof ProblemError ? (error.detail ?? error.title) : null;
}
