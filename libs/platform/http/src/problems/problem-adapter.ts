import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { RunningRequests } from '../requests/running-requests.js';
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
    private readonly running: RunningRequests,
  ) {
    super(options);
  }

  /** Once no connection is open and no handler is at work; only then does Nest close what handlers use. */
  override async close(): Promise<void> {
    this.running.stop();
    await super.close();
    await this.running.finished();
  }

  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance().setErrorHandler((error: FastifyError, request, reply) => this.answer(error, request, reply));
  }
}
