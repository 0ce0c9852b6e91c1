import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import { PageAnswer, RedirectAnswer } from './answers.js';
import { Sent } from './page-adapter.js';
import { Pages } from './pages.js';

/** Turns what a controller answers into what the browser gets. */
@Injectable()
export class RenderingInterceptor implements NestInterceptor {
  constructor(private readonly pages: Pages) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { visit } = context.switchToHttp().getRequest<FastifyRequest>();
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        if (answer instanceof RedirectAnswer) return redirection(answer.to);
        if (!(answer instanceof PageAnswer)) return answer;
        const status = answer.model.status ?? answer.model.form?.status ?? 200;
        return new Sent(status, await this.pages.render(answer.template, answer.model, visit));
      }),
    );
  }
}

/** 303: the next request is a GET, whatever this one was. */
export function redirection(to: string): Sent {
  return new Sent(303, '', 'text/plain; charset=utf-8', { location: to });
}
