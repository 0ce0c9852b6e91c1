import { FastifyAdapter } from '@nestjs/platform-fastify';

/** A whole answer: status, type and body. */
export class Sent {
  constructor(
    readonly status: number,
    readonly body: string | Buffer,
    readonly type = 'text/html; charset=utf-8',
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** Nest decides a status by the method alone; a page knows its own. */
export class PageAdapter extends FastifyAdapter {
  override reply(...[response, body, statusCode]: Parameters<FastifyAdapter['reply']>): ReturnType<FastifyAdapter['reply']> {
    const answer: unknown = body;
    if (!(answer instanceof Sent)) return super.reply(response, body, statusCode);
    if ('header' in response) void response.header('content-type', answer.type).headers(answer.headers);
    return super.reply(response, answer.body, answer.status);
  }
}
