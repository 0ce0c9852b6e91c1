import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { idempotencyKeyOf } from './idempotent-answers.js';
import { requestHash } from './sealed-answer.js';

/**
 * One sending of a form to a `public` route that is `keyed`: a digest of its `Idempotency-Key` and of all else that was
 * sent, `Buffer | null`. Nobody makes the same without the key and every secret in the request, so whoever comes with it
 * again is its sender. null for a request without a key.
 *
 * @throws InvalidInputError for a key that is too short to be random
 */
export const Sending = createParamDecorator((_: unknown, context: ExecutionContext): Buffer | null => {
  const { headers, url, body, routeOptions } = context.switchToHttp().getRequest<FastifyRequest>();
  if (routeOptions.config.endpoint?.keyed !== true) throw new Error('A parameter is decorated with @Sending() but its @Endpoint() is not keyed');
  const key = idempotencyKeyOf(headers['idempotency-key']);
  if (key === null) return null;
  return createHash('sha256').update(JSON.stringify(['sending', key, headers.authorization ?? ''])).update(requestHash(url, body)).digest();
});
