import { context, SpanStatusCode, type Context, type Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { openSpan } from './spans.js';

interface Followed {
  span: Span;
  within: Context;
}

const followed = new WeakMap<FastifyRequest, Followed>();

/** The context of a request's span, for what is said of it after its handler ended. */
export const contextOf = (request: FastifyRequest): Context => followed.get(request)?.within ?? context.active();

export interface FollowOptions {
  /** Whether `traceparent` is believed: between services it is, from browsers a trace begins anew. */
  fromCaller: boolean;
  correlationId: (request: FastifyRequest) => string;
}

/** A span for each request, named by its method and route. What the platform asks of itself, as health, has none. */
export function followRequests(instance: FastifyInstance, { fromCaller, correlationId }: FollowOptions): void {
  instance.addHook('onRequest', (request, _reply, done) => {
    if (isOfPlatform(request)) {
      done();
      return;
    }
    const { method } = request;
    const route = request.routeOptions.url ?? 'none';
    const given = request.headers.traceparent;
    const parent = fromCaller && typeof given === 'string' ? given : null;
    const attributes = { 'http.request.method': method, 'http.route': route, 'concordat.correlation_id': correlationId(request) };
    const opened = openSpan(`${method} ${route}`, { kind: 'server', parent, attributes });
    followed.set(request, opened);
    context.with(opened.within, done);
  });
  // The body arrives in the socket's own async context, so the handler's begins again here.
  instance.addHook('preValidation', (request, _reply, done) => {
    context.with(contextOf(request), done);
  });
  instance.addHook('onResponse', (request, reply, done) => {
    const span = followed.get(request)?.span;
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
}

/** What is asked by machines, over and over: health, metrics, the description of routes, files of pages. */
const PLATFORM = /^\/(health\/|metrics$|openapi\.json$|assets\/)/;

export const isOfPlatform = (request: FastifyRequest): boolean => PLATFORM.test(request.routeOptions.url ?? '');
