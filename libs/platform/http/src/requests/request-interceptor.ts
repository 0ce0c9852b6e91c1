import { caller, CallerResolver, runAsCaller } from '@concordat/platform-auth';
import type { Caller } from '@concordat/platform-auth';
import { NotAllowedError, ProblemError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { checkedAnswer } from '../endpoints/answer.js';
import type { Rule, StatedEndpoint } from '../endpoints/endpoint.js';
import { validateInput } from '../endpoints/input.js';
import { idempotencyKeyOf, IdempotentAnswers } from '../idempotency/idempotent-answers.js';
import type { RequestAccount } from './request-account.js';
import type { RunningRequests } from './running-requests.js';

/**
 * What happens to every request of every service, in this order: who asks and whether the route's rule lets them,
 * what they sent, then the handler, the check of its answer and its entry in the audit in one transaction of the
 * caller's scope, which is committed before the answer leaves.
 */
@Injectable()
export class RequestInterceptor implements NestInterceptor {
  constructor(
    private readonly callers: CallerResolver,
    private readonly database: Database,
    private readonly idempotent: IdempotentAnswers,
    private readonly answerWithinMs: number,
    private readonly running: RunningRequests,
    /** null in an application that keeps no audit. */
    private readonly account: RequestAccount | null,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (context.getType() !== 'http') return next.handle();
    return of(await this.running.track(this.answer(context, next)));
  }

  private async answer(context: ExecutionContext, next: CallHandler): Promise<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const endpoint = request.routeOptions.config.endpoint;
    if (!endpoint) throw new Error('A route without a rule was served');
    const handle = async (): Promise<unknown> => {
      const answer = await within<unknown>(this.answerWithinMs, this.running.track(lastValueFrom(next.handle(), { defaultValue: undefined })));
      return checkedAnswer(endpoint.route, answer);
    };
    if (endpoint.rule === 'public') {
      await validateInput(request, endpoint.route);
      return handle();
    }
    const who = await this.callers.callerOf(request.headers.authorization);
    refuseUnlessAllowed(who, endpoint.rule);
    await validateInput(request, endpoint.route);
    return runAsCaller(who, () => this.inTransaction(endpoint, request, reply, handle));
  }

  private async inTransaction(endpoint: StatedEndpoint, request: FastifyRequest, reply: FastifyReply, handle: () => Promise<unknown>): Promise<unknown> {
    const who = caller();
    const { partnershipId, userId, membershipId, agencyId } = who;
    const { route } = endpoint;
    const key = route.method === 'GET' ? null : idempotencyKeyOf(request.headers['idempotency-key']);
    return this.database.transaction({ partnershipId, userId, membershipId, agencyId }, async () => {
      const account = (answer: unknown, repeated: boolean) => this.account?.give({ endpoint, params: request.params, answer, repeated });
      if (key === null) {
        const answer = await handle();
        await account(answer, false);
        return answer;
      }
      const asked = { caller: who, route: `${route.method} ${route.path}`, url: request.url, body: request.body };
      const { answer, repeated } = await this.idempotent.once(key, asked, handle);
      await account(answer, repeated);
      if (repeated) reply.header('idempotency-replayed', 'true');
      return answer;
    });
  }
}

/** A handler that takes too long is given up inside its transaction, so that "took too long" means "was not done". */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ProblemError({ status: 503, code: 'took-too-long', title: 'Sorry, this took too long. Try again.' })), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function refuseUnlessAllowed(who: Caller, rule: Exclude<Rule, 'public'>): void {
  if (rule === 'signed-in') return;
  if (!rule.roles.some((role) => who.roles.includes(role))) {
    throw new NotAllowedError(`Only these roles may do this: ${rule.roles.join(', ')}.`);
  }
}
