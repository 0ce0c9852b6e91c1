import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';

type AnswerError = (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;

/**
 * Fastify's own refusals (a body that is too large, broken, of another type) come as they are: Nest's handler would
 * turn them into exceptions without their code.
 */
export class ProblemAdapter extends FastifyAdapter {
  constructor(
    options: FastifyServerOptions,
    private readonly answer: AnswerError,
  ) {
    super(options);
  }

  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance().setErrorHandler((error: FastifyError, request, reply) => this.answer(error, request, reply));
  }
}
