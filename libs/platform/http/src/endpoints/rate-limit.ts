import { createHash } from 'node:crypto';
import type { RateLimitOptions } from '@fastify/rate-limit';
import type { RouteDefinition } from '@concordat/contracts-protocol';
import type { FastifyRequest } from 'fastify';
import { networkOf } from '../networks.js';

/** What a limit counts by. */
export interface RateLimitSubject {
  address: string;
  /** The validated body; null when it is not valid. */
  body: unknown;
  headers: FastifyRequest['headers'];
}

/** At most `max` calls of a route in `seconds`, counted by the caller's network unless `by` says otherwise. */
export interface RateLimit {
  max: number;
  seconds: number;
  /** What to count by, e.g. the e-mail address that is being tried. It is kept hashed. */
  by?: (subject: RateLimitSubject) => string;
}

/** The route's configuration for `@fastify/rate-limit`; it runs when the body is parsed. */
export function limited(route: RouteDefinition, limit: RateLimit): RateLimitOptions {
  return {
    max: limit.max,
    timeWindow: limit.seconds * 1000,
    hook: 'preHandler',
    keyGenerator: (request: FastifyRequest) => {
      const counted = limit.by?.({ address: request.ip, body: validBody(request, route), headers: request.headers }) ?? networkOf(request.ip);
      return createHash('sha256').update(`${route.method} ${route.path}\n${counted}`).digest('base64url');
    },
  };
}

/** Counting comes before the check of the input, and must not fail on what that refuses. */
function validBody(request: FastifyRequest, route: RouteDefinition): unknown {
  const parsed = route.body?.safeParse(request.body);
  return parsed?.success ? parsed.data : null;
}
