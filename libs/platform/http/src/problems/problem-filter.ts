/// <reference lib="esnext.error" />
import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { NotFoundError, ProblemError, toProblem } from '@concordat/platform-errors';
import type { Problem } from '@concordat/platform-errors';
import type { Logger } from '@concordat/platform-logging';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RouteTable } from '../endpoints/route-table.js';
import { knownProblem } from './known-failures.js';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Every error of every request becomes a problem body here; what nobody foresaw is logged whole and told by its id alone. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly routes: RouteTable,
    /** In tests the body of a 500 says what went wrong. */
    private readonly tellFaults: boolean,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const known = this.wrongMethod(request, reply) ?? knownProblem(error);
    this.log(error, known, request);
    if (reply.sent) return;
    const problem: Problem = toProblem(known ?? error, request.id);
    if (!known && this.tellFaults && Error.isError(error)) problem.fault = error.stack ?? error.message;
    if (problem.status === 503) reply.header('retry-after', '2');
    void reply.status(problem.status).header('content-type', PROBLEM_TYPE).send(JSON.stringify(problem));
  }

  /** Fastify has no route for the method: 405 with what the address takes, when there is such an address. */
  private wrongMethod(request: FastifyRequest, reply: FastifyReply): ProblemError | null {
    if (!request.is404) return null;
    const allowed = this.routes.methodsOf(request.url);
    if (allowed.length === 0 || allowed.includes(request.method)) return null;
    reply.header('allow', allowed.join(', '));
    return new ProblemError({ status: 405, code: 'method-not-allowed', title: 'This address does not take that method' });
  }

  private log(error: unknown, known: ProblemError | null, request: FastifyRequest): void {
    const where = { trace: request.id, method: request.method, route: request.routeOptions.url ?? null };
    if (!known) this.logger.error({ ...where, err: error }, 'request failed');
    else if (known.status >= 500) this.logger.error({ ...where, problem: known.code, err: known.cause ?? error }, 'request refused');
    else if (known !== error && known.cause === undefined && known.code !== 'not-found' && known.status !== 405) {
      this.logger.warn({ ...where, problem: known.code, err: error }, 'request refused by the database');
    } else {
      const what = known instanceof NotFoundError && known.what !== null ? { what: known.what } : {};
      this.logger.info({ ...where, problem: known.code, ...what }, 'request refused');
    }
  }
}
