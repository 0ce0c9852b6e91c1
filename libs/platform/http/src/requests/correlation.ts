import { newTrace, runWithTrace } from '@concordat/platform-logging';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage } from 'node:http';

const TRACE = /^[\w.-]{8,100}$/;

/** The caller's `X-Correlation-Id` when it is one, or a new one: in every log line, every problem and every event of the request. */
export function traceOf(request: IncomingMessage): string {
  const given = request.headers['x-correlation-id'];
  return typeof given === 'string' && TRACE.test(given) ? given : newTrace();
}

/** Runs each request under its id, and answers with it. */
export function correlate(instance: FastifyInstance): void {
  instance.addHook('onRequest', (request, reply, done) => {
    reply.header('x-correlation-id', request.id);
    runWithTrace(request.id, done);
  });
  // The body arrives in the socket's own async context, so the handler's begins again here.
  instance.addHook('preValidation', (request, _reply, done) => {
    runWithTrace(request.id, done);
  });
}
