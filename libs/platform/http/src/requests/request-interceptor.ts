import { caller, CallerResolver, openCaller } from '@concordat/platform-auth';
import type { Caller } from '@concordat/platform-auth';
import { NotAllowedError, NotFoundError, ProblemError } from '@concordat/platform-errors';
import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { checkedAnswer } from '../endpoints/answer.js';
import type { Rule, StatedEndpoint } from '../endpoints/endpoint.js';
import { validateInput } from '../endpoints/input.js';
import { idempotencyKeyOf, IdempotentAnswers } from '../idempotency/idempotent-answers.js';
import type { Answered, RequestAccount } from './request-account.js';
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
      // It would not run for whoever asks for several reads, whose transaction is open.
      if (openCaller()) throw new NotFoundError('a read of somebody who is signed in');
      validateInput(request, endpoint.route);
      return handle();
    }
    const asked = async (): Promise<unknown> => {
      refuseUnlessAllowed(caller(), endpoint.rule);
      validateInput(request, endpoint.route);
      const answered = () => this.once(endpoint, request, reply, handle);
      return this.account ? this.account.of({ endpoint, params: request.params }, answered) : (await answered()).answer;
    };
    // One of several reads: whoever asks for all of them asks for this one, in their transaction.
    return openCaller() ? asked() : this.callers.asCaller(request.headers.authorization, asked, { reading: endpoint.reading });
  }

  private async once({ route }: StatedEndpoint, request: FastifyRequest, reply: FastifyReply, handle: () => Promise<unknown>): Promise<Answered> {
    const key = route.method === 'GET' ? null : idempotencyKeyOf(request.headers['idempotency-key']);
    if (key === null) return { answer: await handle(), repeated: false };
    const asked = { caller: caller(), route: `${route.method} ${route.path}`, url: request.url, body: request.body };
    const answered = await this.idempotent.once(key, asked, handle);
    if (answered.repeated) reply.header('idempotency-replayed', 'true');
    return answered;
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

function refuseUnlessAllowed(who: Caller, rule: Rule): void {
  if (typeof rule === 'string') return;
  if (!rule.roles.some((role) => who.roles.includes(role))) {
    throw new NotAllowedError(`Only these roles may do this: ${rule.roles.join(', ')}.`);
  }
}
